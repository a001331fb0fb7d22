import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

/// A folder with the smallest files that read without an error, some of them replaced.
private func cohort(_ files: [String: String?] = [:]) throws -> (
  folder: TemporaryFolder, reading: CohortReading
) {
  let folder = try TemporaryFolder()
  let plain: [String: String] = [
    "donors.csv": "donor_id,abo,hla\nD1,O,A*02:01+A*03:01\n",
    "recipients.csv": "recipient_id,abo,weight_kg,centre_id\nR1,A,70.5,C1\nR2,O,60,C1\n",
    "antibodies.csv":
      "recipient_id,specificity,mfi,c1q,sampled_on\nR2,A2,5200,yes,2026-01-02\nR1,B7,800,,\nR2,DR4,1500,no,\n",
    "centres.csv":
      "centre_id,latitude,longitude,conditioning_beds,kind,isolation_runs\nC1,51.5,-0.1,4,transplant,\n",
  ]
  for (name, text) in plain.merging(files.compactMapValues { $0 }, uniquingKeysWith: { $1 }).sorted(by: {
    $0.key < $1.key
  }) {
    if let replaced = files[name], replaced == nil { continue }
    try folder.write(name, text)
  }
  return (folder, CohortReader().read(folder.path))
}

/// The problems other than missing columns, without the folder: `file:line:column kind`.
private func faults(_ files: [String: String?]) throws -> [String] {
  let (folder, reading) = try cohort(files)
  return reading.problems.filter { $0.kind != "missing columns" }.map { problem in
    "\(problem.place.dropFirst(folder.path.count + 1)) \(problem.kind)"
  }
}

@Suite("Reading a cohort")
struct CohortReaderTests {
  @Test("values, unknowns and antibodies arrive where they belong")
  func values() throws {
    let cohort = try cohort().reading.usable()
    #expect(cohort.recipients.map(\.id) == ["R1", "R2"])
    #expect(cohort.recipients[0].abo == .a)
    #expect(cohort.recipients[0].weightKg == 70.5)
    #expect(cohort.recipients[0].heightCm == nil)
    #expect(cohort.donors[0].typing.text == "A*02:01+A*03:01")
    #expect(cohort.centres[0].conditioningBeds == 4)
    #expect(cohort.antibodies.of(0).map(\.mfi) == [800])
    #expect(cohort.antibodies.of(1).map(\.mfi) == [5200, 1500])
    #expect(cohort.antibodies.of(1).map(\.c1q) == [true, false])
  }

  @Test("columns may stand in any order, with either line end and spaces around values")
  func order() throws {
    let cohort = try cohort(["recipients.csv": "weight_kg,recipient_id,abo\r\n 70 ,R1, ab\r\n,R2,\r\n"])
      .reading.usable()
    #expect(cohort.recipients.map(\.id) == ["R1", "R2"])
    #expect(cohort.recipients.map(\.weightKg) == [70, nil])
    #expect(cohort.recipients.map(\.abo) == [.ab, nil])
  }

  @Test(
    "a mistaken unit is named as what it is",
    arguments: [
      ("height_cm", "1.72", "metres"), ("weight_kg", "70500", "grams"), ("hba1c_percent", "0.07", "fraction"),
      ("hba1c_percent", "53", "mmol/mol"), ("cpra", "85", "percentage"), ("lvef_percent", "0.55", "fraction"),
      ("hb_g_dl", "135", "g/L"), ("anc_per_ul", "4.2", "10^9/L"), ("weight_kg", "70,5", "dot"),
      ("insulin_units_per_kg_day", "40", "units a day"),
    ])
  func mistakenUnits(column: String, value: String, advice: String) throws {
    let (_, reading) = try cohort(["recipients.csv": "recipient_id,\(column)\nR1,\"\(value)\"\nR2,\n"])
    let problem = try #require(reading.problems.first { $0.severity == .error })
    #expect(problem.line == 2 && problem.column == 5)
    #expect(problem.expected.contains(advice), "\(problem)")
    #expect(reading.cohort.recipients.map(\.id) == ["R1", "R2"])
  }

  @Test(
    "each kind of fault is found at its place",
    arguments: [
      ("recipients.csv", "recipient_id,wieght_kg\nR1,70\nR2,\n", "recipients.csv:1:14 unknown column"),
      ("recipients.csv", "recipient_id,abo,abo\nR1,A,B\nR2,,\n", "recipients.csv:1:18 duplicate column"),
      ("recipients.csv", "recipient_id,abo\nR1,C\nR2,O\n", "recipients.csv:2:4 unknown word"),
      ("recipients.csv", "recipient_id,abo\n,A\nR1,\nR2,\n", "recipients.csv:2:1 missing value"),
      ("recipients.csv", "recipient_id,abo\nR1,A\nR2,O\nR1,O\n", "recipients.csv:4:1 duplicate identifier"),
      ("recipients.csv", "recipient_id,abo\nR1,A,7\nR2,O\n", "recipients.csv:2 wrong number of fields"),
      (
        "recipients.csv", "recipient_id,listed_on\nR1,2026-02-30\nR2,\n", "recipients.csv:2:4 unreadable date"
      ),
      ("recipients.csv", "recipient_id,hla\nR1,A*02:01+A*\nR2,\n", "recipients.csv:2:14 unreadable typing"),
      ("recipients.csv", "recipient_id,centre_id\nR1,C9\nR2,\n", "recipients.csv:2:4 unknown centre"),
      (
        "recipients.csv", "recipient_id,age_years,diabetes_onset_age_years\nR1,30,31\nR2,,\n",
        "recipients.csv:2:7 impossible combination"
      ),
      (
        "recipients.csv", "recipient_id,sex,pregnancy\nR1,male,yes\nR2,,\n",
        "recipients.csv:2:9 impossible combination"
      ),
      (
        "recipients.csv", "recipient_id,weight_kg,height_cm\nR1,180,70\nR2,,\n",
        "recipients.csv:2:4 impossible combination"
      ),
      ("antibodies.csv", "recipient_id,specificity\nR1,A2\nR9,A2\n", "antibodies.csv:3:1 unknown recipient"),
      ("antibodies.csv", "recipient_id,specificity\nR1,Q2\n", "antibodies.csv:2:4 unreadable specificity"),
      ("donors.csv", "donor_id,cross_clamp_at\nD1,2026-03-01T04:30\n", "donors.csv:2:4 time without zone"),
      ("donors.csv", "donor_id,latitude\nD1,51\n", "donors.csv:2:4 impossible combination"),
      ("donors.csv", "donor_id,islet_ieq_mean,islet_ieq_sd\nD1,400,1\n", "donors.csv:2:4 out of range"),
      ("centres.csv", "centre_id,kind\nC1,\n", "centres.csv:2:4 missing value"),
      ("donors.csv", "", "donors.csv empty file"),
    ])
  func faultPlaces(file: String, text: String, expected: String) throws {
    let found = try faults([file: text])
    #expect(found.contains(expected), "found \(found)")
  }

  @Test("missing files: donors and recipients are errors, the others are warned of")
  func missingFiles() throws {
    let (_, reading) = try cohort(["donors.csv": nil, "antibodies.csv": nil])
    #expect(reading.problems.filter { $0.severity == .error }.map(\.kind) == ["cannot read"])
    #expect(reading.problems.contains { $0.kind == "missing file" && $0.severity == .warning })
  }

  @Test("a missing folder says how to make one")
  func missingFolder() {
    let reading = CohortReader().read("no-such-folder")
    #expect(reading.problems.map(\.kind) == ["no such folder"])
    #expect(throws: Problems.self) { try reading.usable() }
  }

  @Test("all problems are found in one pass, sorted by file and place")
  func onePass() throws {
    let found = try faults([
      "recipients.csv": "recipient_id,abo,weight_kg\nR1,C,700\nR1,,x\n", "donors.csv": "donor_id,abo\n,\n",
      "antibodies.csv": "recipient_id,specificity\nR1,A2\n",
    ])
    #expect(
      found == [
        "donors.csv:2:1 missing value", "recipients.csv:2:4 unknown word", "recipients.csv:2:6 out of range",
        "recipients.csv:3:1 duplicate identifier", "recipients.csv:3:5 wrong type",
      ])
  }

  @Test("words outside the vocabulary are warned of")
  func vocabulary() throws {
    let folder = try cohort(["recipients.csv": "recipient_id,comorbidities\nR1,arrythmia;renal\nR2,-\n"])
      .folder
    let reader = CohortReader(vocabulary: .init(comorbidities: ["arrhythmia", "renal"]))
    let problem = try #require(reader.read(folder.path).problems.first { $0.kind == "unknown word" })
    #expect(problem.expected.contains("did you mean arrhythmia?"))
  }

  @Test("the digest is that of sha256sum's listing")
  func digest() throws {
    let (folder, reading) = try cohort()
    let listing = try ["donors.csv", "recipients.csv", "antibodies.csv", "centres.csv"].map { name in
      "\(try MappedFile("\(folder.path)/\(name)").sha256)  \(name)\n"
    }
    #expect(reading.cohort.inputSHA256 == SHA256.hex(listing.joined()))
  }

  @Test("a list known to be empty differs from one that nobody recorded")
  func emptyLists() throws {
    let cohort = try cohort(["recipients.csv": "recipient_id,comorbidities\nR1,-\nR2,\n"]).reading.usable()
    #expect(cohort.recipients[0].comorbidities == [])
    #expect(cohort.recipients[1].comorbidities == nil)
  }
}
