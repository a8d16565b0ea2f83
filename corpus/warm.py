"""Loads what reading needs, by being imported: the server that forks workers does it once for all of them."""

import extract

extract.read("Ngày 5/3/2019, Sở Y tế trao Bằng khen cho ông Lê Văn Sáu.")
