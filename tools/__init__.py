"""What course.py and the maintainers run: the environment, versions of packages."""
