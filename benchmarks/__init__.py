"""What pages cost here and what they cost elsewhere: run by `python3 build.py benchmark`, never part of a build."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
