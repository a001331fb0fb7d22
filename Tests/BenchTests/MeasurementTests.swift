import Testing

@testable import TandemBench

/// A measurement of a case that does one unit.
private func measurement(
  _ seconds: [Double], size: Int? = nil, reference: Double = 1, units: Int = 1
) -> Measurement {
  Measurement(
    name: "case", unit: "unit", size: size, threads: 1, units: units, seconds: seconds, processorSeconds: 0,
    referenceSeconds: reference, peakBytes: 0)
}

@Suite struct Measurements {
  @Test("The median of an even number of runs lies between the two in the middle")
  func median() {
    #expect(measurement([4, 1, 3, 2]).median == 2.5)
    #expect(measurement([7]).median == 7)
  }

  @Test("The spread is half the distance of the quartiles, as a share of the median")
  func spread() {
    #expect(measurement([1, 2, 3, 4, 5]).spread == 1.0 / 3)
    #expect(measurement([2, 2, 2]).spread == 0)
  }

  @Test("Time that rises fourfold when the pool rises fourfold doubles with the pool")
  func linearGrowth() throws {
    let growth = Growth.all(in: [measurement([1], size: 100), measurement([4], size: 400)])
    #expect(growth.count == 1)
    #expect(abs(try #require(growth.first).perDoubling - 2) < 1e-12)
  }

  @Test("A quadratic case takes four times as long for twice the pool")
  func quadraticGrowth() throws {
    let growth = Growth.all(in: [measurement([1], size: 10), measurement([9], size: 30)])
    #expect(abs(try #require(growth.first).perDoubling - 4) < 1e-12)
  }

  @Test("A machine that is twice as slow moves nothing")
  func drift() {
    let before = measurement([1.0, 1.01, 1.02], reference: 0.5)
    let after = measurement([2.0, 2.02, 2.04], reference: 1)
    #expect(Movement.all(from: [before], to: [after]).map(\.kind) == [.same])
  }

  @Test("A case that takes a fifth longer beyond its noise is slower, the other way round faster")
  func moved() {
    let short = measurement([1.0, 1.01, 1.02])
    let long = measurement([1.2, 1.21, 1.22])
    #expect(Movement.all(from: [short], to: [long]).map(\.kind) == [.slower])
    #expect(Movement.all(from: [long], to: [short]).map(\.kind) == [.faster])
  }

  @Test("A longer time within the noise is no movement")
  func noise() {
    let quiet = measurement([1.0, 1.2, 1.4])
    let loud = measurement([1.1, 1.35, 1.6])
    #expect(Movement.all(from: [quiet], to: [loud]).map(\.kind) == [.same])
  }

  @Test("A run that did other work than the baseline is compared by the unit")
  func units() {
    let before = measurement([1, 1, 1], units: 10)
    let after = measurement([2, 2, 2], units: 20)
    #expect(Movement.all(from: [before], to: [after]).map(\.ratio) == [1])
  }

  @Test("A case that the baseline lacks is not compared")
  func unknownCase() {
    #expect(Movement.all(from: [], to: [measurement([1])]).isEmpty)
    #expect(Movement.all(from: [measurement([1], size: 5)], to: [measurement([1], size: 6)]).isEmpty)
  }
}
