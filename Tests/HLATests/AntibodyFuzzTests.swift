import TandemChance
import TandemFiles
import TandemHLA
import TestSupport
import Testing

/// Readers on damaged text: they answer or refuse with problems that have a place; they never trap or hang.
@Suite("Damaged HLA files")
struct AntibodyFuzzTests {
  /// Replaces, drops, doubles and swaps bytes, and cuts lines.
  func damaged(_ text: [UInt8], _ chance: inout SplitMix) -> [UInt8] {
    var bytes = text
    let alphabet = Array("A*02:1~,;\"\n\r\t+^|/=c1qNPGXx.-e9é ".utf8)
    for _ in 0...chance.index(below: 6) {
      if bytes.isEmpty { bytes = [alphabet[chance.index(below: alphabet.count)]] }
      let at = chance.index(below: bytes.count)
      switch chance.index(below: 6) {
      case 0: bytes[at] = UInt8(truncatingIfNeeded: chance.next())
      case 1: bytes[at] = alphabet[chance.index(below: alphabet.count)]
      case 2: bytes.remove(at: at)
      case 3: bytes.insert(alphabet[chance.index(below: alphabet.count)], at: at)
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 12)], at: at)
      default: bytes.removeSubrange(at..<min(bytes.count, at + chance.index(below: 20)))
      }
    }
    return bytes
  }

  /// Runs a reader on damaged copies; every problem must have a kind, an expectation and a place in the text.
  func survive<Value>(
    _ count: Int, _ text: String, _ read: (UnsafeRawBufferPointer) throws(Problems) -> Value
  ) {
    let original = Array(text.utf8)
    withEvery(count) { chance in
      let bytes = damaged(original, &chance)
      let lines = bytes.reduce(1) { $1 == 10 ? $0 + 1 : $0 }
      try bytes.withUnsafeBytes { buffer in
        do throws(Problems) {
          _ = try read(buffer)
        } catch {
          for problem in error.all {
            try hold(!problem.kind.isEmpty && !problem.expected.isEmpty, "a problem without words")
            try hold(problem.line <= lines, "line \(problem.line) of \(lines)")
          }
        }
      }
    }
  }

  @Test("frequency tables")
  func frequencies() {
    survive(6_000, "population,haplotype,frequency\nX,A*01:01~B*08:01,0.5\nX,A*02:01~B*07:02,0.25\n") {
      bytes throws(Problems) in try HaplotypeFrequencies(csv: bytes, path: "f.csv")
    }
    survive(
      3_000, "population,block,name,frequency\nX,A~B,A*01:01~B*08:01,0.5\nX,A,A*01:01,0.5\nX,B,B*08:01,1\n"
    ) {
      bytes throws(Problems) in try HaplotypeFrequencies(csv: bytes, path: "f.csv")
    }
  }

  @Test("antibody files")
  func antibodies() {
    survive(6_000, "recipient_id,specificity,mfi,c1q,sampled_on\nR1,A2,5000,yes,2026-01-02\nR1,B*44:02,,,\n")
    {
      bytes throws(Problems) in try AntibodyFile(csv: bytes, path: "a.csv")
    }
  }

  @Test("antibody lists")
  func lists() {
    survive(10_000, "A2:5000,B7:1200:c1q,B*44:02=850:c1q-,DQA1*05:01~DQB1*02:01=3000") {
      bytes throws(Problems) in
      try Antibody.list(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("tables of facts")
  func facts() {
    survive(
      3_000,
      "antigen,locus,rank,parents,bw,dr5x\nA9,A,broad,,,\nA24,A,split,A9,Bw4,\nDR4,DRB1,single,,,DR53\n"
    ) {
      bytes throws(Problems) in try Serology(csv: bytes, path: "s.csv")
    }
    survive(
      3_000,
      "allele,antigen,broad,p_group,g_group,bw,leader,kir_ligand\nA*24:02,A24,A9,A*24:02P,,Bw4,,Bw4\nA*24:09N,null,,,,,,\n"
    ) { bytes throws(Problems) in try AlleleTable(csv: bytes, path: "a.csv") }
  }

  @Test("specificities that can be read are printed so that they read the same")
  func specificities() {
    let texts = ["A2", "B*44:02", "DQA1*05:01~DQB1*02:01", "Bw4", "DPB1*04:01P", "C*12:XX"].map {
      Array($0.utf8)
    }
    withEvery(30_000) { chance in
      let bytes = damaged(texts[chance.index(below: texts.count)], &chance)
      guard let specificity = try? Specificity(String(decoding: bytes, as: UTF8.self)) else { return }
      try hold(
        (try? Specificity(specificity.text)) == specificity,
        "\(String(decoding: bytes, as: UTF8.self)) was printed \(specificity)")
    }
  }
}
