import TandemChance
import TandemHLA
import TestSupport
import Testing

@Suite("Names")
struct NameTests {
  @Test(
    "every written form has one canonical name",
    arguments: [
      ("A*02:01:01:01", "A*02:01:01:01"), ("A*02", "A*02"), ("A*02:01", "A*02:01"),
      ("HLA-A*02:01P", "A*02:01P"), ("A*02:01:01G", "A*02:01:01G"), ("A*24:09N", "A*24:09N"),
      ("A*24:02:01:02L", "A*24:02:01:02L"), ("B*44:02:01:02S", "B*44:02:01:02S"), ("A*01:01Q", "A*01:01Q"),
      ("A*01:XX", "A*01:XX"), ("a*02:01", "A*02:01"), ("hla-drb1*15:01", "DRB1*15:01"),
      ("A*01:AB", "A*01:AB"),
      ("A*01:ABCDEFG", "A*01:ABCDEFG"), ("DPB1*1041:01N", "DPB1*1041:01N"), ("DPB1*104:01", "DPB1*104:01"),
      ("A*2:1", "A*02:01"), ("A*0201", "A*02:01"), ("A0201", "A*02:01"), ("A02:01", "A*02:01"),
      ("A*02010101", "A*02:01:01:01"), ("A*0253N", "A*02:53N"), ("A*01AB", "A*01:AB"), ("A*01XX", "A*01:XX"),
      ("DRB1*0301", "DRB1*03:01"), ("DRB10301", "DRB1*03:01"), ("Cw*0702", "C*07:02"), ("Cw0702", "C*07:02"),
      ("A2402", "A*24:02"), ("DRB4*NNNN", "DRB4*NNNN"), ("A*UUUU", "A*UUUU"), ("DQA1*05:01", "DQA1*05:01"),
      ("A2", "A2"), ("B62", "B62"), ("Bw62", "B62"), ("Cw10", "Cw10"), ("C7", "Cw7"), ("DR17", "DR17"),
      ("DRw17", "DR17"), ("DQ8", "DQ8"), ("DR52", "DR52"), ("Bw4", "Bw4"), ("bw6", "Bw6"), ("DPw4", "DPw4"),
      ("DP4", "DPw4"), ("A203", "A203"), ("A2403", "A2403"), ("B5102", "B5102"), ("DR103", "DR103"),
      ("B703", "B703"), ("DR1403", "DR1403"), ("HLA-B27", "B27"),
    ])
  func canonical(written: String, name: String) throws {
    let read = try HLAName(written)
    #expect(read.text == name)
    #expect(try HLAName(read.text) == read)
  }

  @Test(
    "an unreadable name tells the byte and what was expected there",
    arguments: [
      ("", 0, NotationError.Expected.name), ("E*01:01", 0, .locus), ("DRA*01:01", 0, .locus),
      ("A*", 2, .field), ("A*02:", 5, .field), ("A*02:01:", 8, .fieldOfDigits),
      ("A*02:01:01:01:01", 14, .fourFields),
      ("A*02:01X", 7, .suffix), ("A*02:01PP", 8, .endOfName), ("A*02P", 4, .fieldsBeforeSuffix),
      ("A*02:01:01P", 10, .groupFields), ("A*02:01:01:01G", 13, .groupFields), ("A*00:01", 2, .fieldRange),
      ("A*02:5000", 5, .fieldRange), ("A*02:999999999", 5, .fieldRange), ("A*020", 2, .pairsOfDigits),
      ("A*01:B", 5, .codeLength), ("A*01:ABCDEFGH", 5, .codeLength), ("A02", 1, .starOrAntigen),
      ("A4", 1, .antigen), ("DR99", 2, .antigen), ("A*02:01 ", 7, .endOfName), ("A*02,A*03", 4, .endOfName),
    ])
  func unreadable(written: String, offset: Int, expected: NotationError.Expected) {
    #expect(throws: NotationError(at: offset, expected)) { try HLAName(written) }
  }

  @Test("printing and reading give any name back")
  func roundTrip() {
    withEvery(20_000) { chance in
      let name = HLAName.random(&chance)
      let read = try HLAName(name.text)
      try hold(read == name, "\(name.text) came back as \(read.text)")
      try hold(try HLAName("hla-" + name.text.lowercased()) == name, "\(name.text) in small letters")
    }
  }

  @Test("parts are what was put in")
  func parts() {
    withEvery(5_000) { chance in
      let fields = (0..<(1 + chance.index(below: 4))).map { _ in 1 + chance.index(below: 4095) }
      let locus = Locus.allCases[chance.index(below: Locus.allCases.count)]
      let name = HLAName(locus, fields)!
      let isLongFamily = fields.count == 1 && fields[0] > (locus == .dpb1 ? 999 : 99)
      try hold(name.locus == locus && name.kind == (isLongFamily ? .family : .allele), "\(name)")
      try hold((1...name.fieldCount).map { name.field($0) } == fields, "\(name)")
      try hold(name.twoField == HLAName(locus, Array(fields.prefix(2)))!, "\(name.twoField)")
      try hold(name.family == HLAName(locus, [fields[0]])!, "\(name)")
    }
  }

  @Test("names sort by locus, then field by field as numbers, antigens behind alleles")
  func order() throws {
    let sorted = [
      "A*02", "A*02:XX", "A*02:01", "A*02:01P", "A*02:01:01:01", "A*02:02", "A*02:10", "A*02:101", "A*11:01",
      "A2",
      "A11", "A203", "B*07:02", "Bw4", "B7", "C*01:02", "DRB1*01:01", "DPB1*1041:01",
    ]
    let names = try sorted.reversed().map { try HLAName($0) }
    #expect(names.sorted().map(\.text) == sorted)
  }

  @Test("a name takes eight bytes")
  func size() {
    #expect(MemoryLayout<HLAName>.size == 8)
  }

  @Test("fields outside their range, and suffixes without two fields, make no name")
  func impossible() {
    #expect(HLAName(.a, [0, 1]) == nil)
    #expect(HLAName(.a, [1, 4096]) == nil)
    #expect(HLAName(.a, [1], suffix: .null) == nil)
    #expect(HLAName(.a, [1, 1, 1], kind: .pGroup) == nil)
    #expect(HLAName(.a, [1, 1], kind: .pGroup, suffix: .null) == nil)
    #expect(HLAName(.a, 10_000) == nil)
  }

  @Test("DR51, DR52 and DR53 belong to the loci that carry them")
  func drLoci() throws {
    #expect(try HLAName("DR51").locus == .drb5)
    #expect(try HLAName("DR52").locus == .drb3)
    #expect(try HLAName("DR53").locus == .drb4)
    #expect(try HLAName("DR103").locus == .drb1)
  }

  @Test("a null allele keeps its suffix when it is cut to two fields, and loses it with the second")
  func truncation() throws {
    let name = try HLAName("A*01:01:01:02N")
    #expect(name.twoField.text == "A*01:01N")
    #expect(name.twoField.isNull)
    #expect(name.truncated(to: 1).text == "A*01")
    #expect(name.withoutSuffix.text == "A*01:01:01:02")
  }
}
