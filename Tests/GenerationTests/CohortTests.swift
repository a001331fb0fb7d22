import TandemClinic
import TandemFiles
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

@testable import TandemGeneration

@Suite("Generated cohorts as files")
struct CohortTests {
  private func write(_ generator: CohortGenerator, recipients: Int, donors: Int, threads: Int) throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    let writer = try CohortWriter(folder.path, threads: threads)
    _ = try generator.write(recipients: recipients, donors: donors, to: writer, threads: threads)
    try writer.commit()
    return folder
  }

  private func contents(_ folder: TemporaryFolder) throws -> [String] {
    try CohortWriter.fileNames.map { try TextFile.read("\(folder.path)/\($0)") }
  }

  @Test("a cohort of every shipped profile reads without an error or a warning, words of the clinic included")
  func reads() throws {
    let vocabulary = CohortReader.Vocabulary(
      comorbidities: Set(try ClinicRules.read().comorbidityIndex.vocabulary),
      protocols: Set(TransplantProtocol.shippedNames))
    for name in Profile.shippedNames {
      let folder = try write(
        CohortGenerator(try Profile.read(name), seed: 5), recipients: 700, donors: 200, threads: 2)
      let reading = CohortReader(threads: 2, vocabulary: vocabulary).read(folder.path)
      #expect(reading.problems.isEmpty, "\(name): \(reading.problems.prefix(5))")
      #expect(reading.cohort.recipients.count == 700 && reading.cohort.donors.count == 200)
    }
  }

  @Test("what is read is what was made")
  func roundTrip() throws {
    let folder = try write(Made.generator, recipients: 300, donors: 100, threads: 2)
    let cohort = try CohortReader().read(folder.path).usable()
    for (index, read) in cohort.recipients.enumerated() {
      let made = Made.recipients[index]
      #expect("\(read)" == "\(made.person)")
      #expect(Array(cohort.antibodies.of(index)) == made.antibodies)
    }
    for (index, read) in cohort.donors.enumerated() { #expect("\(read)" == "\(Made.donors[index].person)") }
  }

  @Test("one thread and three give the same bytes")
  func threads() throws {
    // More people than one piece of work holds, and an odd number.
    let one = try contents(write(Made.generator, recipients: 1301, donors: 701, threads: 1))
    let three = try contents(write(Made.generator, recipients: 1301, donors: 701, threads: 3))
    #expect(one == three)
  }

  @Test("a person is the same in a small cohort and in a large one")
  func prefix() throws {
    let small = try contents(write(Made.generator, recipients: 40, donors: 11, threads: 2))
    let large = try contents(write(Made.generator, recipients: 600, donors: 200, threads: 2))
    for name in ["donors.csv", "recipients.csv", "antibodies.csv"] {
      let index = try #require(CohortWriter.fileNames.firstIndex(of: name))
      #expect(large[index].hasPrefix(small[index]), "\(name)")
    }
  }

  @Test("another seed gives other people, the same seed the same")
  func seeds() throws {
    let again = CohortGenerator(Made.profile, seed: Made.generator.seed)
    let other = CohortGenerator(Made.profile, seed: Made.generator.seed + 1)
    #expect("\(again.recipient(17).person)" == "\(Made.recipients[16].person)")
    #expect("\(other.recipient(17).person)" != "\(Made.recipients[16].person)")
    #expect("\(other.donor(5))" != "\(Made.donors[4].person)")
  }

  @Test("an empty cohort has its headers and centres")
  func empty() throws {
    let folder = try write(Made.generator, recipients: 0, donors: 0, threads: 2)
    let reading = CohortReader().read(folder.path)
    #expect(reading.problems.isEmpty)
    #expect(reading.cohort.centres.count == 42)
  }

  @Test("when the work is stopped nothing is left behind")
  func stopped() throws {
    struct Stop: Error {}
    let folder = try TemporaryFolder()
    do {
      let writer = try CohortWriter(folder.path, threads: 2)
      #expect(throws: Stop.self) {
        try Made.generator.write(recipients: 10, donors: 10, to: writer, threads: 2) { _ in throw Stop() }
      }
    }
    #expect(try folder.contents().isEmpty)
  }

  @Test("the summary counts what the files hold")
  func summary() throws {
    let folder = try TemporaryFolder()
    let writer = try CohortWriter(folder.path, threads: 2)
    let summary = try Made.generator.write(recipients: 900, donors: 90, to: writer, threads: 2)
    try writer.commit()
    let cohort = try CohortReader(threads: 2).read(folder.path).usable()
    #expect(summary.recipients == 900 && summary.donors == 90 && summary.centres == cohort.centres.count)
    #expect(summary.antibodies == cohort.antibodies.count)
    #expect(summary.women == cohort.recipients.count { $0.sex == .female })
    #expect(summary.dcd == cohort.donors.count { $0.donorType == .dcd })
    #expect(summary.sensitised == (0..<900).count { !cohort.antibodies.of($0).isEmpty })
    #expect(summary.recipientPopulations.reduce(0, +) == 900)
  }
}
