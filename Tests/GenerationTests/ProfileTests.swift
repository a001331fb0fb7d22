import TandemClinic
import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

@testable import TandemGeneration

@Suite("Profiles")
struct ProfileTests {
  @Test("every shipped profile reads, has a name that is its file's, and says what it is for")
  func shipped() throws {
    #expect(Profile.shippedNames == ["scarce", "uk-like", "us-like"])
    for name in Profile.shippedNames {
      let profile = try Profile.read(name)
      #expect(profile.name == name)
      #expect(profile.purpose.count > 100)
      #expect(profile.sourcedFigures > 20)
    }
  }

  @Test("comorbidities and consents of every shipped profile are words that the clinic knows")
  func vocabulary() throws {
    let words = try ClinicRules.read().comorbidityIndex.vocabulary
    for name in Profile.shippedNames {
      let recipients = try Profile.read(name).recipients
      #expect(recipients.comorbidities.allSatisfy { words.contains($0.word) })
      #expect(Set(recipients.consents.map(\.name)) == Set(TransplantProtocol.shippedNames))
    }
  }

  @Test("blood groups of us-like are those that the calculated PRA uses")
  func bloodGroups() throws {
    let profile = try Profile.read("us-like")
    for (name, weights) in profile.abo {
      let entry = try #require(PopulationTable.shipped[name])
      for (group, share) in zip(weights.items, weights.shares) {
        let same = try #require(PopulationTable.BloodGroup(rawValue: group.rawValue))
        let stated = try #require(entry.bloodGroups[same])
        #expect(abs(share - stated) < 1e-12, "\(name) \(group)")
      }
    }
  }

  @Test("DPB1 alleles of every shipped profile are in the table of common alleles")
  func dpb1() throws {
    for name in Profile.shippedNames {
      for weights in try Profile.read(name).dpb1.values {
        for allele in weights.items { #expect(AlleleTable.shipped[allele] != nil, "\(name) \(allele)") }
      }
    }
  }
}

@Suite("Mistakes in a profile")
struct ProfileMistakeTests {
  /// What is wrong with the default profile after one text in it was replaced: `line kind`.
  private func problems(replacing old: String, with new: String) throws -> [Problem] {
    let text = try TextFile.read("\(dataFolder)/profiles/us-like.json5")
    let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw Broken("\(old) is not in the profile") }
    let folder = try TemporaryFolder()
    let path = try folder.write("mine.json5", parts[0] + new + parts[1])
    do {
      _ = try Profile.read(path)
      return []
    } catch {
      let line = parts[0].split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(error.all.contains { $0.line == line && $0.file == path }, "\(error)")
      return error.all
    }
  }

  @Test(
    "each is told at its line",
    arguments: [
      ("dcd:", "dcf:", "unknown key"),
      (
        "female: { value: 0.66, unit: \"fraction\"", "female: { value: 66, unit: \"fraction\"", "out of range"
      ),
      ("cmv: { value: 0.39, unit: \"fraction\"", "cmv: { value: 0.39, unit: \"%\"", "wrong unit"),
      (
        "children: { value: 0.015, unit: \"fraction\", assumption:",
        "children: { value: 0.015, unit: \"fraction\", origin:", "no source"
      ),
      ("recipients: { EUR: 0.687", "recipients: { EUU: 0.687", "unknown word"),
      ("EUR: { O: 45", "EUR: { X: 45", "unknown word"),
      ("from: 18, to: 75", "from: 75, to: 18", "out of range"),
      ("\"DPB1*04:01\": 0.42", "\"DPB2*04:01\": 0.42", "unknown word"),
      ("      gfr: { shape: \"normal\"", "      gfr: { shape: \"gamma\"", "unknown word"),
      ("gfr: 0.01", "grf: 0.01", "unknown word"),
      ("reference_day: \"2026-01-01\"", "reference_day: \"1.1.2026\"", "unreadable date"),
      ("transplant_centres: { value: 30", "transplant_centres: { value: 30.5", "not a whole number"),
      (
        "active: 0.80, suspended: 0.15, removed: 0.02, transplanted: 0.02, died: 0.01", "active: 0",
        "no weights"
      ),
      ("north: { value: 47", "north: { value: 20", "out of range"),
      ("purpose: \"A national", "purpose: 7, porpoise: \"A national", "wrong type"),
    ])
  func mistakes(old: String, new: String, kind: String) throws {
    let found = try problems(replacing: old, with: new)
    #expect(found.contains { $0.kind == kind }, "\(found)")
  }

  @Test("all mistakes are told in one pass, with the word that was probably meant")
  func onePass() throws {
    let found = try problems(replacing: "dcd:", with: "hiv: 1, dcf:")
    #expect(found.count { $0.kind == "unknown key" } == 2)
    #expect(found.contains { $0.kind == "missing key" && $0.value == "dcd" })
    #expect(found.contains { $0.expected.contains("did you mean \"dcd\"?") })
  }

  @Test("a name that is neither shipped nor a file is told with a suggestion")
  func unknownName() {
    let error = #expect(throws: Problems.self) { try Profile.read("us-lake") }
    #expect(error?.description.contains("did you mean \"us-like\"?") == true)
  }
}
