import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Reading antibodies")
struct AntibodyReadingTests {
  @Test("a list holds specificities with MFI and C1q")
  func list() throws {
    let antibodies = try Antibody.list(
      "A2:5000, B7:1200:c1q ,B*44:02=850:c1q-,B*44:02:01:01,DQA1*05:01~DQB1*02:01=3000,Bw4,DPB1*04:01:12000")
    #expect(
      antibodies.map(\.specificity.text) == [
        "A2", "B7", "B*44:02", "B*44:02:01:01", "DQA1*05:01~DQB1*02:01", "Bw4", "DPB1*04:01",
      ])
    #expect(antibodies.map(\.mfi) == [5000, 1200, 850, nil, 3000, nil, 12000])
    #expect(antibodies.map(\.c1q) == [nil, true, false, nil, nil, nil, nil])
  }

  @Test("a list with errors tells all of them with their columns")
  func listErrors() {
    do {
      _ = try Antibody.list("A2:5000,A2:x,B*44:02:850,Q7,,B7=-3", named: "--antibodies")
      Issue.record("nothing was thrown")
    } catch {
      #expect(
        error.all.map { "\($0.column) \($0.kind)" } == [
          "12 not an MFI", "22 field or MFI", "26 unreadable specificity", "29 unreadable specificity",
          "33 not an MFI",
        ])
    }
  }

  @Test("a file holds the antibodies of several recipients, its columns in any order")
  func file() throws {
    let text = """
      mfi,specificity,recipient_id,sampled_on,c1q
      5200,A2,R1,2026-03-01,yes
      ,B*44:02,R2,,
      900,DR53,R1,2025-12-24,no
      """
    let file = try Array(text.utf8).withUnsafeBytes { try AntibodyFile(csv: $0, path: "antibodies.csv") }
    #expect(file.recipients.map(\.id) == ["R1", "R2"])
    #expect(file.recipients[0].antibodies.map(\.mfi) == [5200, 900])
    #expect(file.recipients[0].antibodies.map(\.c1q) == [true, false])
    #expect(file.recipients[0].antibodies[0].sampledOn?.description == "2026-03-01")
    #expect(file.recipients[1].antibodies == [Antibody(try Specificity("B*44:02"))])
  }

  @Test("a file with errors is refused with all of them and their places")
  func fileErrors() {
    let text = """
      recipient_id,specificity,mfi,c1q,sampled_on,colour
      R1,A2,many,perhaps,2026-02-30,red
      R1,,5,,,
      R1,B*44:02N,5,,,
      R1,A2,-1,,
      """
    let found = problems(in: text) { try AntibodyFile(csv: $0, path: "antibodies.csv") }
    #expect(
      found.map { "\($0.place) \($0.severity) \($0.kind)" } == [
        "antibodies.csv:1:45 warning unknown column", "antibodies.csv:2:7 error not a number",
        "antibodies.csv:2:12 error not yes or no", "antibodies.csv:2:20 error not a date",
        "antibodies.csv:3:4 error missing value", "antibodies.csv:4:4 error unreadable specificity",
        "antibodies.csv:5 error wrong number of fields",
      ], "\(found.map(\.description).joined(separator: "\n"))")
  }

  @Test("a specificity is printed as it is read, a pair with its alpha chain first")
  func roundTrip() throws {
    for text in [
      "A2", "B15", "Bw6", "DR53", "B*44:02", "C*12", "DQA1*05", "DQA1*05:01~DQB1*02:01", "DPB1*04:02",
    ] {
      #expect(try Specificity(text).text == text)
    }
    #expect(try Specificity("DPB1*04:01~DPA1*01:03").text == "DPA1*01:03~DPB1*04:01")
    for text in [
      "DQA1*05:01~DPB1*02:01", "A*02:01~B*07:02", "DRB4*NNNN", "A*02:AB", "A*24:09N", "A2~", "~A2", "",
    ] {
      #expect(throws: NotationError.self, "\(text)") { try Specificity(text) }
    }
  }
}
