"""Articles and facts: readers, the archive, ingest, the site, the command line. Imports `extract` and `schemas`."""
