import TandemChance
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Writing and reading a cohort")
struct RoundTripTests {
  @Test(
    "what is written reads back without a problem and writes the same bytes again, on any number of threads")
  func roundTrip() {
    withEvery(12) { chance in
      let cohort = RandomPeople().cohort(recipients: 60, donors: 10, &chance)
      let first = try TemporaryFolder()
      let second = try TemporaryFolder()
      try cohort.write(to: first.path, threads: 1)
      let reading = CohortReader(threads: 3).read(first.path)
      try hold(reading.problems.isEmpty, "\(reading.problems.map(\.description))")
      try reading.usable().write(to: second.path, threads: 2)
      for name in try first.contents() {
        let (before, after) = (
          try TextFile.read("\(first.path)/\(name)"), try TextFile.read("\(second.path)/\(name)")
        )
        try hold(before == after, "\(name): \(firstDifference(before, after))")
      }
      let names = try first.contents()
      try hold(names.count == 4, "\(names)")
    }
  }

  @Test("a file of several pieces reads as one, whatever the threads")
  func pieces() throws {
    var chance = SplitMix(seed: 3)
    let cohort = RandomPeople().cohort(recipients: 300, donors: 1, &chance)
    let folder = try TemporaryFolder()
    try cohort.write(to: folder.path, threads: 2)
    for pieceBytes in [1, 100, 4096, 50_000] {
      for threads in [1, 2, 5] {
        let read = try CohortReader(threads: threads, pieceBytes: pieceBytes).read(folder.path).usable()
        #expect(read.recipients.map(\.id) == cohort.recipients.map(\.id))
        #expect(read.recipients.map(\.weightKg) == cohort.recipients.map(\.weightKg))
        #expect(read.antibodies.count == cohort.antibodies.count)
      }
    }
  }

  @Test("no mutated file makes the reader crash, hang or lose the place of a problem")
  func fuzz() throws {
    var first = SplitMix(seed: 11)
    let cohort = RandomPeople().cohort(recipients: 4, donors: 2, &first)
    let folder = try TemporaryFolder()
    try cohort.write(to: folder.path)
    let names = try folder.contents()
    let originals = try names.map { Array(try TextFile.read("\(folder.path)/\($0)").utf8) }
    withEvery(300) { chance in
      let chosen = chance.index(below: names.count)
      var bytes = originals[chosen]
      for _ in 0...chance.index(below: 5) {
        let at = chance.index(below: bytes.count)
        switch chance.index(below: 4) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: chance.next())
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(Array("\",\n;*+^".utf8)[chance.index(below: 7)], at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + chance.index(below: 60)))
        }
        if bytes.isEmpty { bytes = [0x2C] }
      }
      let path = "\(folder.path)/\(names[chosen])"
      let file = try AtomicFile(path)
      try file.write(bytes)
      try file.commit()
      let reading = CohortReader().read(folder.path)
      try hold(
        reading.problems.allSatisfy { !$0.file.isEmpty && $0.line >= 0 && !$0.expected.isEmpty },
        "\(reading.problems)")
      try hold(reading.cohort.recipients.count <= 2_000, "rows from nowhere")
      let restored = try AtomicFile(path)
      try restored.write(originals[chosen])
      try restored.commit()
    }
  }
}
