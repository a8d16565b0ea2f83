"""`python -m corpus` is `khenthuong`."""

from corpus.cli import main

if __name__ == "__main__":
    main()
