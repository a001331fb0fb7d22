import TandemHLA
import TestSupport
import Testing

@Suite("DPB1 T-cell epitopes")
struct EpitopeGroupTests {
  private func compare(_ recipient: String, _ donor: String) throws -> EpitopeGroups.Finding {
    EpitopeGroups.shipped.compare(
      recipient: try Typing(recipient), donor: try Typing(donor), Nomenclature.builtIn)
  }

  @Test(
    "a person's group is the smaller of the two; equal groups are permissive",
    arguments: [
      ("DPB1*04:01+DPB1*02:01", "DPB1*04:02+DPB1*04:01", EpitopeGroups.Permissiveness.permissive),
      ("DPB1*09:01+DPB1*04:01", "DPB1*10:01+DPB1*02:01", .permissive),
      ("DPB1*09:01+DPB1*04:01", "DPB1*03:01+DPB1*04:01", .gvhNonpermissive),
      ("DPB1*04:01+DPB1*04:01", "DPB1*14:01+DPB1*04:01", .hvgNonpermissive),
      ("DPB1*03:01+DPB1*04:01", "DPB1*45:01+DPB1*02:01", .permissive),
      ("DPB1*04:01+DPB1*04:01", "A*02:01+A*03:01", .unknown),
      // One copy of group 1 settles it, whatever the other is.
      ("DPB1*17:01", "DPB1*17:01+DPB1*04:01", .permissive),
      ("DPB1*04:01", "DPB1*04:01+DPB1*04:01", .unknown),
      ("DPB1*17:01+DPB1*999:01", "DPB1*04:01+DPB1*04:01", .gvhNonpermissive),
      ("DPB1*04:01+DPB1*999:01", "DPB1*04:01+DPB1*04:01", .unknown),
      // Both alternatives are of group 3.
      ("DPB1*04:01/DPB1*02:01+DPB1*04:02", "DPB1*04:01+DPB1*04:01", .permissive),
      ("DPB1*04:01/DPB1*09:01+DPB1*04:02", "DPB1*04:01+DPB1*04:01", .unknown),
    ])
  func verdict(recipient: String, donor: String, verdict: EpitopeGroups.Permissiveness) throws {
    #expect(try compare(recipient, donor).permissiveness == verdict)
  }

  @Test("a null allele leaves the other one's group")
  func null() throws {
    #expect(try compare("DPB1*61:01N+DPB1*03:01", "DPB1*03:01+DPB1*04:01").recipient == [2])
    #expect(try compare("DPB1*61:01N+DPB1*64:01N", "DPB1*03:01+DPB1*04:01").recipient == [0])
  }

  @Test("what is missing is told")
  func notes() throws {
    let notes = try compare("DPB1*04:01", "DPB1*999:01+DPB1*04:01").notes
    #expect(notes.contains("The second DPB1 copy of the recipient is unknown."))
    #expect(notes.contains("The table of T-cell epitope groups does not have DPB1*999:01."))
  }
}

@Suite("Leader, KIR ligands, risk haplotypes")
struct LigandTests {
  private let table = Nomenclature.builtIn

  @Test("the B leader is compared as M and T, in both directions")
  func leader() throws {
    let finding = table.compareLeaders(
      recipient: try Typing("B*07:02+B*44:02"), donor: try Typing("B*44:02+B*35:01"))
    #expect(finding.recipient == ["M", "T"])
    #expect(finding.donor == ["T"])
    #expect(finding.gvh == ["M"])
    #expect(finding.hvg == [])
  }

  @Test("a KIR ligand that the donor has and the recipient lacks is a mismatch graft versus host")
  func ligands() throws {
    let finding = table.compareKIRLigands(
      recipient: try Typing("A*02:01+A*02:01^B*07:02+B*08:01^C*07:01+C*07:02"),
      donor: try Typing("A*02:01+A*02:01^B*07:02+B*57:01^C*07:01+C*06:02"))
    #expect(finding.recipient == ["C1"])
    #expect(finding.donor == ["Bw4", "C1", "C2"])
    #expect(finding.gvh == ["Bw4", "C2"])
    #expect(finding.hvg == [])
  }

  @Test("a missing locus or copy leaves the comparison open")
  func open() throws {
    let finding = table.compareKIRLigands(
      recipient: try Typing("A*02:01+A*02:01^B*07:02^C*07:01+C*07:02"),
      donor: try Typing("A*02:01+A*02:01^B*07:02+B*57:01"))
    #expect(finding.gvh == nil)
    #expect(finding.hvg == nil)
    #expect(
      finding.notes == ["The second B copy of the recipient is unknown.", "The donor is not typed at C."])
  }

  @Test("alternatives that carry the same leave nothing open")
  func ambiguous() throws {
    let same = table.compareLeaders(
      recipient: try Typing("B*07:02/B*08:01+B*44:02"), donor: try Typing("B7+B44"))
    #expect(same.gvh == [])
    let different = table.compareLeaders(
      recipient: try Typing("B*07:02/B*35:01+B*44:02"), donor: try Typing("B*07:02+B*44:02"))
    #expect(different.gvh == nil)
    #expect(different.recipient == ["M", "T"])
  }

  @Test("shared haplotypes of type 1 diabetes need both DR and DQ, and DQA1 where it is typed")
  func risk() throws {
    func carried(_ text: String) throws -> [String] {
      let typing = try Typing(text)
      let table = RiskHaplotypes.shipped
      return zip(table.entries, table.carried(by: typing, self.table)).filter { $0.1 == .certain }.map(
        \.0.name)
    }
    let dr3 = "DRB1*03:01~DQA1*05:01~DQB1*02:01"
    let dr4 = "DRB1*04:01~DQA1*03:01~DQB1*03:02"
    #expect(try carried("DRB1*03:01+DRB1*04:01^DQB1*02:01+DQB1*03:02") == [dr3, dr4])
    #expect(try carried("DRB1*03:01+DRB1*15:01^DQB1*06:02+DQB1*06:03") == [])
    #expect(try carried("DRB1*03:01+DRB1*15:01^DQB1*06:02+DQB1*02:01^DQA1*01:02+DQA1*05:01") == [dr3])
    #expect(try carried("DRB1*03:01+DRB1*15:01^DQB1*06:02+DQB1*02:01^DQA1*01:02+DQA1*01:02") == [])
    #expect(try carried("DRB1*03:01+DRB1*15:01") == [])
  }
}
