"""Programs that try to break docmodels: `python -m fuzz` runs all, `python -m fuzz NAME` one of them.

Each shows one promise of `SECURITY.md`. Input number N of a program is the same in every run with the
same seed, so that `python -m fuzz NAME --seed S --first N --inputs 1` repeats one input.
"""
