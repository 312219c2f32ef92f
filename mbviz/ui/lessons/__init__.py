"""Lessons on the page: `library` has those there are, `strip` shows the open one above its screen, `facts` has the numbers they name."""
