import TandemChance
import TandemHLA
import TestSupport
import Testing

@Suite("GL Strings and typings")
struct TypingTests {
  @Test(
    "a GL String of canonical names is printed as it was read",
    arguments: [
      "A*02:01", "A*02:01+A*03:01", "A*01:01/A*01:02+A*24:02^B*08:01+B*44:02",
      "A*02:69+A*23:30|A*02:302+A*23:26/A*23:39", "A*01:01~B*08:01~DRB1*03:01+A*02:01~B*07:02~DRB1*15:01",
      "DRB3*01:01?DRB4*01:01", "A*02:01+A*03:01^B*07:02|B*08:01?C*07:01", "A2+A3^B62+B7^Bw6",
    ])
  func printed(text: String) throws {
    #expect(try GLString(text).text == text)
  }

  @Test("operators bind in their order: / ~ + | ^ ? from the tightest")
  func precedence() throws {
    let root = try GLString("A*01:01~B*08:01/B*08:02+A*02:01|A*03:01^C*07:01?C*07:02").root
    guard case .list(.place, let places) = root, case .list(.locus, let loci) = places[0],
      case .list(.genotype, let genotypes) = loci[0], case .list(.copy, let copies) = genotypes[0],
      case .list(.phase, let phase) = copies[0], case .list(.allele, let alleles) = phase[1]
    else {
      Issue.record("\(root)")
      return
    }
    #expect(
      [places.count, loci.count, genotypes.count, copies.count, phase.count, alleles.count]
        == Array(repeating: 2, count: 6))
  }

  @Test("printing and reading give any tree back")
  func treeRoundTrip() {
    withEvery(3_000) { chance in
      let gl = GLString.random(&chance)
      try hold(try GLString(gl.text) == gl, gl.text)
    }
  }

  @Test("a typing printed and read again is the same, whichever way it was read")
  func typingRoundTrip() {
    withEvery(3_000) { chance in
      var look = RandomTyping()
      look.ambiguous = 0.3
      look.null = 0.1
      let text = look.text(&chance)
      let typing = try Typing(text)
      try hold(try Typing(typing.text) == typing, "\(text) became \(typing.text)")
      try hold(try GLString(text).typing() == typing, "\(text): the two ways differ")
    }
  }

  @Test("the order of copies, alternatives and loci makes no difference")
  func orderless() throws {
    let one = try Typing("A*03:01+A*02:01/A*02:05^B*08:01+B*07:02")
    let other = try Typing("B*07:02+B*08:01^A*02:05/A*02:01/A*02:05+A*03:01")
    #expect(one == other)
    #expect(one.text == "A*02:01/A*02:05+A*03:01^B*07:02+B*08:01")
  }

  @Test("a locus given once has one unknown copy, given twice alike it is homozygous")
  func copies() throws {
    let typing = try Typing("A*02:01^B*07:02+B*07:02")
    let a = try #require(typing.plain(at: .a))
    #expect(a.first.text == "A*02:01")
    #expect(a.second == nil)
    let b = try #require(typing.plain(at: .b))
    #expect(b.second == b.first)
    #expect(typing.plain(at: .c) == nil)
    #expect(typing.loci == [.a, .b])
  }

  @Test("ambiguous genotypes are kept apart")
  func genotypes() throws {
    let typing = try Typing("A*02:01+A*03:01|A*02:05+A*03:02/A*03:05")
    let genotypes = typing.genotypes(at: .a)
    #expect(genotypes.map { $0.first.map(\.text) } == [["A*02:01"], ["A*02:05"]])
    #expect(genotypes.map { $0.second.map(\.text) } == [["A*03:01"], ["A*03:02", "A*03:05"]])
    #expect(typing.plain(at: .a) == nil)
    #expect(typing.text == "A*02:01+A*03:01|A*02:05+A*03:02/A*03:05")
  }

  @Test("haplotypes keep which copies lie together")
  func phase() throws {
    let typing = try Typing("A*03:01~B*07:02~DRB1*15:01+A*01:01~B*08:01~DRB1*03:01")
    #expect(typing.plain(at: .a)?.first.text == "A*03:01")
    #expect(typing.plain(at: .drb1)?.second?.text == "DRB1*03:01")
    #expect(typing.genotypes(at: .b).map(\.isPhased) == [true])
    let unphased = try Typing("A*03:01+A*01:01")
    #expect(unphased.plain(at: .a)?.first.text == "A*01:01")
  }

  @Test("DRB3, DRB4 and DRB5 may stand as the two copies of one block")
  func drBlock() throws {
    let typing = try Typing("DRB1*03:01+DRB1*04:01^DRB3*01:01+DRB4*01:03")
    #expect(typing.plain(at: .drb3)?.first.text == "DRB3*01:01")
    #expect(typing.plain(at: .drb4)?.first.text == "DRB4*01:03")
    #expect(typing.plain(at: .drb4)?.second == nil)
  }

  @Test("of alternatives joined by ? only loci that all of them name are known")
  func places() throws {
    #expect(try Typing("DRB3*01:01?DRB4*01:01").isEmpty)
    let typing = try Typing("A*02:01+A*03:01^DRB3*01:01?A*02:01+A*11:01")
    #expect(typing.loci == [.a])
    #expect(typing.genotypes(at: .a).count == 2)
  }

  @Test("Bw4 and Bw6 are no copies of B")
  func epitopes() throws {
    let typing = try Typing("Bw6^B62+B7^A2+A3")
    #expect(typing.epitopes.map(\.text) == ["Bw6"])
    #expect(typing.plain(at: .b)?.second?.text == "B62")
    #expect(try Typing(typing.text) == typing)
  }

  @Test(
    "an error tells its place in the string",
    arguments: [
      ("", 0, NotationError.Expected.name), ("A*02:01+", 8, .name), ("A*02:01^^B*07:02", 8, .locus),
      ("A*02:01+A*03:01+A*11:01", 15, .twoCopies), ("A*02:01^A*03:01", 8, .oneBlock),
      ("A*02:01/B*07:02", 8, .oneLocus), ("A*02:01;A*03:01", 7, .operatorOrEnd),
      ("A*02:01+A*03:1x", 14, .suffix),
      ("A*02:01 +A*03:01", 7, .operatorOrEnd),
    ])
  func errors(text: String, offset: Int, expected: NotationError.Expected) {
    #expect(throws: NotationError(at: offset, expected)) { try Typing(text) }
  }

  @Test("a person's typing is one array of eight bytes a name")
  func size() throws {
    let typing = try Typing("A*02:01+A*03:01^B*07:02+B*08:01^DRB1*15:01+DRB1*03:01")
    #expect(MemoryLayout<Typing>.size == 8)
    #expect(typing.nameCount == 6)
  }
}
