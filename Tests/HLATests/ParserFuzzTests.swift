import TandemChance
import TandemFiles
import TandemHLA
import TestSupport
import Testing

/// Every reader gets damaged input: it must answer with a value or an error that lies in the input.
@Suite("Damaged input")
struct ParserFuzzTests {
  private static let stock: [String] = [
    "A*02:01+A*03:01^B*07:02+B*08:01^C*07:01+C*07:02^DRB1*15:01+DRB1*03:01^DQB1*06:02+DQB1*02:01",
    "A*01:01~B*08:01~DRB1*03:01+A*02:01~B*07:02~DRB1*15:01|A*01:02~B*08:01~DRB1*03:01+A*02:05~B*07:02~DRB1*15:01",
    "HLA-A*02:01:01:01/HLA-A*02:01:01:02L+HLA-A*24:09N?A*02:XX",
    "A2+A203^B62+B5102^Cw10^DR17+DR52^DQ8^DPw4^Bw4",
    "A*0201+A*02AB^DRB4*NNNN^A*UUUU", "DPB1*1041:01:01G+DPB1*04:01P",
  ]
  private static let written: [String] = {
    var chance = SplitMix(seed: 1)
    return (0..<300).map { _ in HLAName.random(&chance).text }
  }()
  private static let signs = Array("^|+~/?*:-,; HLADRQPBCWNXabw0123456789\0\u{7F}é".utf8)

  private func damaged(_ text: String, _ chance: inout SplitMix) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0...chance.index(below: 4) {
      let at = chance.index(below: bytes.count + 1)
      let sign = Self.signs[chance.index(below: Self.signs.count)]
      switch chance.index(below: 5) {
      case 0: bytes.insert(sign, at: at)
      case 1: if at < bytes.count { bytes[at] = sign }
      case 2: if at < bytes.count { bytes.remove(at: at) }
      case 3: bytes.removeLast(min(bytes.count, chance.index(below: 20)))
      default:
        let end = min(bytes.count, at + 12)
        if at < end { bytes.insert(contentsOf: bytes[at..<end], at: chance.index(below: bytes.count)) }
      }
    }
    return bytes
  }

  @Test("names and typings: a value that reads back as itself, or an error inside the input")
  func notation() {
    withEvery(100_000) { chance in
      let text = Self.stock[chance.index(below: Self.stock.count)]
      let bytes = damaged(chance.flip(0.3) ? String(text.prefix(14)) : text, &chance)
      try bytes.withUnsafeBytes { raw in
        do throws(NotationError) {
          let typing = try Typing(bytes: raw)
          let isSame = (try Typing(typing.text)) == typing
          if !isSame && !typing.text.contains("|") { throw NotationError(at: -1, .name) }
        } catch {
          try hold(
            (0...bytes.count).contains(error.offset), "\(String(decoding: bytes, as: UTF8.self)): \(error)")
        }
      }
    }
  }

  @Test("single names")
  func names() {
    withEvery(100_000) { chance in
      let bytes = damaged(Self.written[chance.index(below: Self.written.count)], &chance)
      try bytes.withUnsafeBytes { raw in
        do throws(NotationError) {
          let name = try HLAName(bytes: raw)
          if try HLAName(name.text) != name { throw NotationError(at: -1, .name) }
        } catch {
          try hold(
            (0...bytes.count).contains(error.offset), "\(String(decoding: bytes, as: UTF8.self)): \(error)")
        }
      }
    }
  }

  @Test("tables of multiple-allele codes")
  func codes() {
    let table =
      "\"LAST UPDATED: 01/01/24\"\n*\tCODE\tSUBTYPE\n\n\tAB\t01/02\n*\tAC\t01:01/01:03\n\tZZZZZ\t01/02/03N\n"
    withEvery(3_000) { chance in
      let bytes = damaged(table, &chance)
      try bytes.withUnsafeBytes { raw in
        do throws(Problems) {
          let codes = try AlleleCodes(raw, path: "codes")
          if codes.count == 0 { throw Problems([]) }
        } catch {
          try hold(!error.all.isEmpty, "no reason given")
        }
      }
    }
  }

  @Test("release tables")
  func release() throws {
    let folder = try TemporaryFolder()
    let files = ReleaseFixture.files.sorted { $0.key < $1.key }
    withEvery(60) { chance in
      for (name, text) in files {
        let bytes = chance.flip(0.5) ? damaged(text, &chance) : Array(text.utf8)
        try folder.write(name, String(decoding: bytes, as: UTF8.self))
      }
      do throws(Problems) {
        let nomenclature = try Nomenclature(Release(folder.path))
        if nomenclature.count == 0 { throw Problems([]) }
      } catch {
        try hold(!error.all.isEmpty, "no reason given")
      }
    }
  }
}
