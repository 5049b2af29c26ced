"""Many units in one scan: each is analysed alone, as if it were the only one, then what they share is looked for.

What is form, common or rare is a matter of a unit, so every unit goes through the same `analyse` with nothing but its
own texts. What a unit's people wrote and neither its form nor its colleagues explain is then compared across units.
"""
