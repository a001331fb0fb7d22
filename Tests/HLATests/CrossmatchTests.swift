import TandemChance
import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Virtual crossmatch")
struct CrossmatchTests {
  let hsc = AntibodyLimits.shipped[0]

  /// `certain`, `possible`, `unknown` or `absent`.
  func presence(_ specificity: String, _ donor: String) throws -> Presence {
    AntigenTable.shipped.presence(of: try Specificity(specificity), in: try Typing(donor)).presence
  }

  @Test(
    "a donor surely has what an antigen, its broad one, an epitope or a family names",
    arguments: [
      ("A24", "A*24:02+A*01:01"), ("A9", "A*24:02+A*01:01"), ("A9", "A24+A1"),
      ("Bw4", "A*01:01+A*02:01^B*44:02+B*07:02"),
      ("Bw4", "A*24:02+A*01:01^B*07:02+B*08:01"), ("Bw6", "B7+B44"), ("B15", "B*15:01+B*07:02"),
      ("B70", "B*15:10+B*07:02"), ("B39", "B*39:01+B*07:02"), ("B*44:02", "B*44:02:01:01+B*07:02"),
      ("B*44:02", "B*44:27+B*07:02"), ("C*12", "C*12:03+C*07:01"), ("Cw12", "C*12:03+C*07:01"),
      ("C*12", "C*12:XX+C*07:01"), ("DR5", "DRB1*11:01+DRB1*01:01"),
      ("DR52", "DRB1*11:01+DRB1*01:01^DRB3*02:02"),
      ("DQ3", "DQB1*03:02+DQB1*05:01"), ("DQ8", "DQB1*03:02+DQB1*05:01"),
      ("DPB1*04:01", "DPB1*04:01+DPB1*02:01"),
      ("DPw4", "DPB1*04:01+DPB1*02:01"), ("DQA1*05", "DQA1*05:05+DQA1*01:01"),
      ("DQA1*05:01~DQB1*02:01", "DQA1*05:01+DQA1*01:01^DQB1*02:01+DQB1*05:01"),
      ("A2", "A*02:01/A*02:06+A*01:01"), ("A2", "A*02:99+A*01:01"),
    ])
  func certain(specificity: String, donor: String) throws {
    #expect(try presence(specificity, donor) == .certain, "\(specificity) on \(donor)")
  }

  @Test(
    "a donor may have what the typing is too coarse or too ambiguous to exclude",
    arguments: [
      ("B*44:02", "B44+B7"), ("B*44:02", "B*44+B*07"), ("B*44:02", "B12+B7"), ("B62", "B15+B7"),
      ("B62", "B*15:29+B*07:02"), ("A*02:01", "A*02:01/A*02:06+A*01:01"), ("A2403", "A24+A1"),
      ("DQA1*05:01~DQB1*02:01", "DQB1*02:01+DQB1*05:01"), ("DR53", "DRB1*04:01+DRB1*01:01"),
      ("Bw6", "B*46:01+B*44:02"), ("B*15:99", "B*15:01+B*07:02"), ("B75", "B*15:99+B*07:02"),
      ("DRB3*02:02", "DRB1*11:01+DRB1*01:01"), ("B62", "B*15:ABC+B*07:02"),
      ("B62", "B*15:01+B*07:02|B*15:10+B*07:02"),
    ])
  func possible(specificity: String, donor: String) throws {
    #expect(try presence(specificity, donor) == .possible, "\(specificity) on \(donor)")
  }

  @Test(
    "a donor typed well enough does not have it",
    arguments: [
      ("A2", "A*01:01+A*03:01"), ("A23", "A*24:02+A*01:01"), ("A2403", "A*24:02+A*01:01"),
      ("B62", "B*15:10+B*07:02"),
      ("B*44:02", "B*44:03+B*07:02"), ("A24", "A*24:09N+A*01:01"), ("A24", "A*01:01+A*01:01"),
      ("Cw9", "C*03:04+C*07:01"),
      ("Bw4", "A*01:01+A*02:01^B*07:02+B*08:01"), ("DQ7", "DQB1*03:02+DQB1*05:01"),
      ("DR53", "DRB1*03:01+DRB1*01:01"),
      ("DR52", "DRB1*11:01+DRB1*01:01^DRB3*NNNN"), ("DPB1*04:01", "DPB1*04:02+DPB1*02:01"),
      ("C*12", "Cw7+Cw4"),
      ("DQA1*05:01~DQB1*02:01", "DQA1*02:01+DQA1*01:01^DQB1*02:01+DQB1*05:01"), ("B*44:02", "B45+B7"),
      ("DRB4*01:01", "DRB1*08:01+DRB1*01:01"), ("DR1404", "DRB1*14:01+DRB1*01:01"),
    ])
  func absent(specificity: String, donor: String) throws {
    #expect(try presence(specificity, donor) == .absent, "\(specificity) on \(donor)")
  }

  @Test(
    "a locus or copy that is not typed is named",
    arguments: [
      ("DPB1*04:01", "A*01:01+A*03:01", "DPB1"), ("A2", "A*01:01", "A"), ("Bw4", "B*07:02+B*08:01", "A"),
      ("A2", "A*01:01+A*UUUU", "A"), ("DR53", "A*01:01+A*03:01", "DRB1 DRB4"),
      ("DQA1*05:01~DQB1*02:01", "A1+A2", "DQA1 DQB1"),
    ])
  func unknown(specificity: String, donor: String, missing: String) throws {
    let finding = AntigenTable.shipped.presence(of: try Specificity(specificity), in: try Typing(donor))
    #expect(finding.presence == .unknown)
    #expect(finding.missing.map(\.name).joined(separator: " ") == missing)
  }

  @Test("a hit names the antibody and the donor's names that meet it")
  func hits() throws {
    let donor = try Typing("A*24:02+A*01:01^B*44:02+B*07:02^DRB1*04:01+DRB1*15:01")
    let antibodies = try Antibody.list("A9:8000,B*44:02=3000,B57:9000")
    let crossmatch = VirtualCrossmatch(donor: donor, antibodies: antibodies)
    #expect(crossmatch.hits.map { $0.antibody.specificity.text } == ["A9", "B*44:02"])
    #expect(crossmatch.hits.map { $0.names.map(\.text) } == [["A*24:02"], ["B*44:02"]])
    #expect(crossmatch.hits.allSatisfy { $0.isCertain })
    #expect(crossmatch.gaps.isEmpty)
    #expect(crossmatch.verdict(for: hsc) == .positive)
  }

  @Test(
    "the verdict follows certainty, strength and what is missing",
    arguments: [
      ("A24:8000", "positive"), ("A24:5001", "positive"), ("A24:5000", "possible"), ("A24:1000", "possible"),
      ("A24:999", "negative"), ("A24:500:c1q", "positive"), ("A24:500:c1q-", "negative"), ("A24", "positive"),
      ("A2:9000", "negative"), ("A2403:9000", "negative"), ("DPB1*04:01=9000", "review"),
      ("DPB1*04:01=900", "negative"),
      ("DPB1*04:01=9000,A24:9000", "positive"), ("DPB1*04:01=9000,A24:2000", "review"),
      ("B*15:01=9000", "possible"),
      ("DR53:9000", "possible"),
    ])
  func verdicts(list: String, verdict: String) throws {
    let donor = try Typing("A*24:02+A*01:01^B15+B7^DRB1*04:01+DRB1*15:01")
    let crossmatch = VirtualCrossmatch(donor: donor, antibodies: try Antibody.list(list))
    #expect(crossmatch.verdict(for: hsc).rawValue == verdict, "\(list)")
  }

  @Test("limits differ between grafts when the file says so")
  func perGraft() throws {
    let text = """
      { hsc: { weak_from_mfi: { value: 1000, unit: "MFI", assumption: "x" },
               strong_above_mfi: { value: 5000, unit: "MFI", assumption: "x" }, c1q_counts: true },
        islets: { weak_from_mfi: { value: 3000, unit: "MFI", assumption: "x" },
                  strong_above_mfi: { value: 9000, unit: "MFI", assumption: "x" }, c1q_counts: false } }
      """
    let limits = try Array(text.utf8).withUnsafeBytes { try AntibodyLimits.read($0, path: "limits.json5") }
    let crossmatch = VirtualCrossmatch(
      donor: try Typing("A*24:02+A*01:01"), antibodies: try Antibody.list("A24:6000:c1q"))
    #expect(limits.map(\.graft) == ["hsc", "islets"])
    #expect(limits.map { crossmatch.verdict(for: $0) } == [.positive, .possible])
    let falling = text.replacing("value: 9000", with: "value: 2000")
    #expect(problems(in: falling) { try AntibodyLimits.read($0, path: "l") }.map(\.kind) == ["contradiction"])
  }

  @Test("the shipped limits name their sources or say that they are assumptions")
  func shippedLimits() {
    #expect(AntibodyLimits.shipped.map(\.graft) == ["hsc", "islets"])
    for limits in AntibodyLimits.shipped {
      #expect(limits.weakFrom.value == 1000 && limits.strongAbove.value == 5000)
      #expect(limits.weakFrom.isAssumption && limits.strongAbove.isAssumption)
    }
    #expect(AntibodyLimits.shipped[0].severeAbove?.value == 20_000)
    #expect(AntibodyLimits.shipped[0].severeAbove?.isAssumption == false)
  }
}
