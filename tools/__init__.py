"""What course.py and maintainers run: the environment, versions of packages, lessons from top to bottom, the checks.

environment.py and versions.py use the standard library alone: they run before anything is installed.
"""
