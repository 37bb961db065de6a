"""The benchmark of the course's networks: `make bench` writes bench/results.md and bench/results.png."""
