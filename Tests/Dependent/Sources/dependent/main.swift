import Tandem

// prints: A*02:01 HLA-A*02:01+A*03:01
let name = try HLAName("HLA-A*02:01")
let typing = try Typing("A*03:01+HLA-A*02:01")
print(name.text, "HLA-\(typing.text)")
