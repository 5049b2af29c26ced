"""What the head and the foot of a form say: labels and their values on lines, in cells and columns; periods; ratings."""
