import TandemFiles
import TestSupport
import Testing

@testable import TandemBench

@Suite struct BenchRecords {
  private let record = BenchRecord(
    measurements: [
      Measurement(
        name: "cohort.read", unit: "recipient", size: 500, threads: 2, units: 500,
        seconds: [0.1, 0.3, 0.2], processorSeconds: 0.35, referenceSeconds: 0.002, peakBytes: 1 << 20),
      Measurement(
        name: "hla.name", unit: "name", size: nil, threads: 1, units: 40_000, seconds: [1e-7],
        processorSeconds: 1e-7, referenceSeconds: 0.002, peakBytes: 4096),
    ], version: "1.2.3", seed: 18_446_744_073_709_551_615)

  @Test("A record that was written reads back as it was")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("bench.json", record.json().text())
    #expect(try BenchRecord.read(path) == record)
  }

  @Test("A baseline with several faults names them all with their places")
  func faults() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("bench.json", #"{ "cases": [ { "case": "a" }, { "unit": "b" } ] }"#)
    let problems = try #require(throws: Problems.self) { try BenchRecord.read(path) }
    #expect(problems.all.count == 14)
    #expect(problems.all.allSatisfy { $0.line == 1 && $0.column > 1 })
  }
}
