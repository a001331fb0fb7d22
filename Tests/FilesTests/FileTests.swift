import TandemChance
import TandemFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Files")
struct FileTests {
  @Test("the digest of known texts (FIPS 180-4 examples)")
  func digests() {
    #expect(SHA256.hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA256.hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test("a digest fed in pieces is that of the whole, by the processor's instructions and without them")
  func digestInPieces() {
    withEvery(200) { chance in
      let bytes = (0..<chance.index(below: 300)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
      var digest = SHA256()
      var at = 0
      while at < bytes.count {
        let next = min(bytes.count, at + 1 + chance.index(below: 80))
        bytes[at..<next].withUnsafeBytes { digest.update($0) }
        at = next
      }
      let pieces = digest.finish()
      try hold(pieces == bytes.withUnsafeBytes { SHA256.hex($0) }, "\(bytes.count) bytes")
      var plain = SHA256(inHardware: false)
      bytes.withUnsafeBytes { plain.update($0) }
      try hold(pieces == plain.finish(), "\(bytes.count) bytes, by the processor and by plain code")
    }
  }

  @Test("a file appears whole, readable by its owner only")
  func atomic() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.txt"
    let file = try AtomicFile(path)
    try file.write("hello")
    #expect(throws: Problem.self) { try MappedFile(path) }
    try file.commit()
    #expect(try MappedFile(path).text == "hello")
    #expect(try folder.contents() == ["a.txt"])
    #expect(try folder.permissions("a.txt") == 0o600)
  }

  @Test("a file that is given up leaves nothing behind, and what stood there before stays")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.txt"
    try AtomicFile.write("before", to: path)
    do {
      let file = try AtomicFile(path)
      try file.write("half of it")
    }
    #expect(try folder.contents() == ["a.txt"])
    #expect(try MappedFile(path).text == "before")
  }

  @Test("a folder, a missing file and a place that cannot be written to are named")
  func unusable() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Problem.self) { try MappedFile(folder.path) }
    #expect(throws: Problem.self) { try MappedFile(folder.path + "/none") }
    #expect(throws: Problem.self) { try AtomicFile(folder.path + "/none/a.txt") }
    #expect(throws: Problem.self) { try AtomicFile(folder.path) }
  }

  @Test("what cannot be written is told of all files at once, and nothing is left of the attempt")
  func checked() throws {
    let folder = try TemporaryFolder()
    let (good, deep) = (folder.path + "/a.txt", folder.path + "/none/b.txt")
    try AtomicFile.check([good, nil, "/dev/null", "/dev/null"])
    let found = #expect(throws: Problems.self) { try AtomicFile.check([good, deep, folder.path, good]) }
    #expect(Set(found?.all.map(\.file) ?? []) == [folder.path, good, deep])
    #expect(try folder.contents() == [])
  }

  @Test("a device is written to, and nothing takes its place")
  func device() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/nothing"
    #expect(symlink("/dev/null", path) == 0)
    try AtomicFile.write("gone", to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
    #expect(try folder.contents() == ["nothing"])
  }

  @Test("numbers are read as the C library reads them")
  func numbers() {
    withEvery(5_000) { chance in
      let text = randomNumber(&chance)
      let value = Array(text.utf8).withUnsafeBytes { DecimalText.double($0) }
      try hold(value == Double(text), "\(text) read as \(String(describing: value))")
    }
  }

  @Test(
    "what is no number is none",
    arguments: ["", "-", ".", "1,5", "0x10", "inf", "nan", "1e", "1e+", " 1", "1 ", "--1", "1e999"])
  func noNumber(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { DecimalText.double($0) } == nil)
  }

  @Test("fixed places round halves away from zero and never print -0")
  func fixed() {
    #expect(DecimalText.fixed(2.5, 0) == "3")
    #expect(DecimalText.fixed(-0.04, 1) == "0.0")
    #expect(DecimalText.fixed(1234.5678, 2) == "1234.57")
  }

  @Test("a problem prints as compilers print theirs, with control characters made visible")
  func problemText() {
    let problem = Problem(
      kind: "out of range", file: "a.csv", line: 3, column: 7, value: "x\u{1B}[31m", expected: "0 to 1")
    #expect(problem.description == #"a.csv:3:7: error: out of range: "x\x1B[31m": 0 to 1"#)
  }
}

private func randomNumber(_ chance: inout SplitMix) -> String {
  var text = chance.flip(0.3) ? "-" : ""
  for _ in 0...chance.index(below: 18) { text += String(chance.index(below: 10)) }
  if chance.flip(0.6) {
    text += "."
    for _ in 0...chance.index(below: 8) { text += String(chance.index(below: 10)) }
  }
  if chance.flip(0.3) { text += "e" + (chance.flip(0.5) ? "-" : "") + String(chance.index(below: 30)) }
  return text
}
