"""What the head and the foot of a form say: labels and their values, periods, ratings."""
