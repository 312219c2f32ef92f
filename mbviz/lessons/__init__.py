"""Lessons as data: short files, each a question about a screen whose answer is checked.

- `lesson`: what a lesson is, and its texts with the numbers of the moment
- `reader`: a lesson from the text of a file, or the line in which something is wrong
- `values`: the lines of a header that hold more than words: answers, settings
- `folder`: all lessons of a folder, and what is wrong in its files
- `judge`: whether an answer is right
- ``shipped/``: those that come along, in English and Korean
"""
