"""What this project costs beside other ways to make the same pages. Run by `python3 build.py benchmark`; never part of a build."""
