"""The one base exception of the project."""


class KhenthuongError(Exception):
    """Anything khenthuong refuses to do. The message says which file or article, what is wrong and what to do."""
