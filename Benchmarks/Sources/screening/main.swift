import Tandem

print("screening")
