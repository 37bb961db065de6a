"""What `make lab` starts: the learner's copies in study/ (study.py), and JupyterLab's settings (jupyter/)."""
