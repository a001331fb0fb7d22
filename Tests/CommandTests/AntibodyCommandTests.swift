import TandemFiles
import TestSupport
import Testing

/// `tandem hla crossmatch` and `tandem hla cpra` as users run them.
@Suite("HLA commands about antibodies")
struct AntibodyCommandTests {
  static let donor = "A*24:02+A*02:01^B*44:02+B*07:02"

  /// The members of the JSON that a command prints.
  func document(_ arguments: [String]) throws -> JSON5Node {
    let run = try runTandem(arguments)
    #expect(run.code == 0, "\(run.errors)")
    return try JSON5Node.read(run.output, path: "output")
  }

  func text(_ node: JSON5Node?) -> String? {
    if case .string(let text) = node?.content { return text }
    return nil
  }

  func number(_ node: JSON5Node?) -> Double? {
    if case .number(let number) = node?.content { return number }
    return nil
  }

  func items(_ node: JSON5Node?) -> [JSON5Node] {
    if case .array(let items) = node?.content { return items }
    return []
  }

  func member(_ node: JSON5Node?, _ key: String) -> JSON5Node? {
    guard case .object(let members) = node?.content else { return nil }
    return members.first { $0.key == key }?.value
  }

  @Test("crossmatch tells verdict and hits as JSON")
  func crossmatch() throws {
    let root = try document([
      "hla", "crossmatch", "--donor", Self.donor, "--antibodies", "A9:6200,B57:9000,B*44=2000:c1q-", "--json",
    ])
    #expect(text(member(root, "verdict")) == "positive")
    let hits = items(member(root, "hits"))
    #expect(hits.map { text(member($0, "specificity")) } == ["A9", "B*44"])
    #expect(hits.map { number(member($0, "mfi")) } == [6200, 2000])
    #expect(
      hits.allSatisfy { hit in
        if case .bool(true) = member(hit, "certain")?.content { return true }
        return false
      })
    #expect(items(member(hits[0], "donor")).map { text($0) } == ["A*24:02"])
    #expect(items(member(root, "grafts")).map { text(member($0, "verdict")) } == ["positive", "positive"])
  }

  @Test("a locus that is not typed asks for review and is named")
  func review() throws {
    let run = try runTandem(["hla", "crossmatch", "--donor", Self.donor, "--antibodies", "DPB1*04:01=9000"])
    #expect(run.code == 0)
    #expect(run.output.contains("hsc: review"))
    #expect(run.output.contains("DPB1*04:01 cannot be judged, not fully typed: DPB1; MFI 9000"))
  }

  @Test("antibodies come from a file, of one recipient by name")
  func file() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "antibodies.csv",
      "recipient_id,specificity,mfi,c1q,sampled_on\nR1,A2,9000,no,2026-01-02\nR2,B57,9000,,\n")
    let shared = ["hla", "crossmatch", "--donor", Self.donor, "--antibodies", path]
    #expect(try runTandem(shared).code == 2)
    #expect(try runTandem(shared + ["--recipient-id", "R1"]).output.contains("hsc: positive"))
    #expect(try runTandem(shared + ["--recipient-id", "R2"]).output.contains("hsc: negative"))
    let unknown = try runTandem(shared + ["--recipient-id", "R3"])
    #expect(unknown.code == 3)
    #expect(unknown.errors.contains("has no antibodies of R3, which does not mean that there are none"))
  }

  @Test("what cannot be read is told with its place")
  func errors() throws {
    let donor = try runTandem(["hla", "crossmatch", "--donor", "A*02:01+Q7", "--antibodies", "A2"])
    #expect(donor.code == 3)
    #expect(donor.errors.contains("--donor:1:9: error: unreadable typing"))
    let list = try runTandem([
      "hla", "crossmatch", "--donor", "A2+A3", "--antibodies", "A2:5000,Q7,B*44:02:850",
    ])
    #expect(list.code == 3)
    #expect(list.errors.contains("--antibodies:1:9: error: unreadable specificity"))
    #expect(list.errors.contains("B*44:02=850 for an MFI of 850"))
    let cpra = try runTandem(["hla", "cpra", "--unacceptable", "A2,Q7"])
    #expect(cpra.code == 3)
    #expect(cpra.errors.contains("--unacceptable:1:4: error: unreadable specificity"))
  }

  @Test("cpra is the share by the formula, per population and weighted")
  func cpra() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "f.csv",
      "population,haplotype,frequency\nCAU,A*02:01~B*07:02,0.5\nCAU,A*01:01~B*08:01,0.5\nAFA,A*02:01~B*08:01,1\n"
    )
    let root = try document([
      "hla", "cpra", "--unacceptable", "A2", "--frequencies", path, "--abo", "O", "--json",
    ])
    let weighted = (0.687 * 0.75 + 0.147) / (0.687 + 0.147)
    #expect(abs((number(member(root, "cpra")) ?? 0) - weighted) < 1e-12)
    #expect(number(member(member(root, "populations"), "CAU")) == 0.75)
    #expect(number(member(member(root, "populations"), "AFA")) == 1)
    #expect(
      abs((number(member(member(root, "populations_with_abo"), "CAU")) ?? 0) - (0.75 + 0.25 * 0.55)) < 1e-12)
  }

  @Test("what the frequencies cannot judge is named")
  func notCounted() throws {
    let root = try document(["hla", "cpra", "--unacceptable", "A2,DPB1*04:01", "--json"])
    let left = items(member(root, "not_counted"))
    #expect(left.map { text(member($0, "specificity")) } == ["DPB1*04:01"])
    #expect(left.map { text(member($0, "reason")) } == ["the frequencies have no DPB1"])
  }
}
