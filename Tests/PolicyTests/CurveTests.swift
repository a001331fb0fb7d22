import TandemChance
import TandemPolicy
import TestSupport
import Testing

@Suite("Curves")
struct CurveTests {
  private func near(_ left: Double, _ right: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(left - right) <= tolerance
  }

  @Test("a straight line is flat outside its two points")
  func linear() {
    let curve = Curve.linear(from: .init(5, 0), to: .init(10, 1))
    #expect(curve.rating(7.5) == 0.5)
    #expect(curve.rating(6) == 0.2)
    #expect(curve.rating(-100) == 0)
    #expect(curve.rating(5) == 0)
    #expect(curve.rating(10) == 1)
    #expect(curve.rating(1e9) == 1)
  }

  @Test("a stair has the rating of the last step reached")
  func step() {
    let curve = Curve.step(below: 0.1, steps: [.init(4, 0.5), .init(6, 1)])
    #expect([3.999, 4, 5.999, 6, 7].map(curve.rating) == [0.1, 0.5, 0.5, 1, 1])
  }

  @Test("straight lines from point to point go through the points")
  func piecewise() {
    let curve = Curve.piecewise([.init(0, 0), .init(5000, 0.5), .init(11_910, 1)])
    #expect([-1, 0, 2500, 5000, 8455, 11_910, 20_000].map(curve.rating) == [0, 0, 0.25, 0.5, 0.75, 1, 1])
  }

  @Test("waiting list urgency of the lung score: (25^(1-x) - 1) / 24 for a one-year survival of x")
  func lungUrgency() {
    let curve = Curve.exponential(base: 25, zeroAt: 1, oneAt: 0)
    #expect(curve.rating(1) == 0)
    #expect(near(curve.rating(0), 1))
    #expect(near(curve.rating(0.5), 4.0 / 24))  // 25^0.5 = 5
    #expect(curve.rating(1.2) == 0)
    #expect(near(curve.rating(-1), 1))
  }

  @Test("biological disadvantage of the lung score: (100^p - 1) / 99")
  func lungBiology() {
    let curve = Curve.exponential(base: 100, zeroAt: 0, oneAt: 1)
    #expect(near(curve.rating(0.5), 9.0 / 99))  // 100^0.5 = 10
    #expect(near(curve.rating(0.25), (10.0.squareRoot() - 1) / 99))
    #expect(near(curve.rating(1), 1))
  }

  @Test("travel of the lung score: 1 to 45 NM, 0.85 at 90 NM, then 0.875 / (1 + e^(0.0025 (d - 1500)))")
  func lungTravel() throws {
    let policy = shipped("balanced")
    let term = try #require(policy.terms.first { $0.attribute.name == "distance" })
    func rating(_ nauticalMiles: Double) -> Double { term.rating(nauticalMiles * 1.852) }
    #expect(rating(0) == 1)
    #expect(rating(45) == 1)
    #expect(near(rating(67.5), 0.925))
    #expect(near(rating(90), 0.85))
    #expect(near(rating(1500), 0.4375, 1e-6))
    // 0.875 / (1 + e^2.5) and 0.875 / (1 + e^-2)
    #expect(near(rating(2500), 0.875 / 13.182_493_960_7, 1e-5))
    #expect(near(rating(700), 0.875 / 1.135_335_283_2, 1e-5))
  }

  @Test("a logistic curve is at half its height at its midpoint, and rises with a negative steepness")
  func logistic() {
    let falling = Curve.logistic(height: 0.8, midpoint: 10, steepness: 1)
    #expect(near(falling.rating(10), 0.4))
    #expect(near(falling.rating(12), 0.8 / (1 + 7.389_056_098_93), 1e-9))
    let rising = Curve.logistic(height: 0.8, midpoint: 10, steepness: -1)
    #expect(near(rising.rating(12) + falling.rating(12), 0.8))
    #expect(falling.rating(1e6) == 0)
  }

  @Test("pieces take over after their end, which still belongs to the piece before")
  func pieces() {
    let curve = Curve.pieces(
      [.init(upTo: 1, .linear(from: .init(0, 0), to: .init(1, 1)))],
      last: .step(below: 0.25, steps: [.init(9, 0)]))
    #expect([0.5, 1, 1.0.nextUp, 9].map(curve.rating) == [0.5, 1, 0.25, 0])
  }

  @Test("every shape says itself in words with the unit")
  func words() {
    #expect(
      Curve.linear(from: .init(0, 0), to: .init(1826.25, 1)).words("days")
        == "rises in a straight line from 0 at 0 days to 1 at 1,826.25 days")
    #expect(
      Curve.linear(from: .init(0, 1), to: .init(10, 0)).words("mismatches")
        == "falls in a straight line from 1 at 0 mismatches to 0 at 10 mismatches")
    #expect(
      Curve.step(below: 0, steps: [.init(4, 1)]).words("points") == "is 0, then 1 from 4 points")
    #expect(
      Curve.exponential(base: 25, zeroAt: 0, oneAt: 12).words("events")
        == "is (25^t - 1) / 24 with t = x / 12: 0 at 0 events, 1 at 12 events")
  }

  @Test("the search for a rating outside 0 to 1 finds every one that a fine grid finds")
  func escapes() {
    withEvery(300) { chance in
      let range = 0.0...100.0
      let curve = CurveTests.draw(&chance, depth: 2)
      let found = curve.escape(in: range)
      let grid = (0...2000).first { step in
        let rating = curve.rating(Double(step) / 20)
        return rating < -1e-12 || rating > 1 + 1e-12
      }
      try hold(grid == nil || found != nil, "\(curve): at \(Double(grid ?? 0) / 20) it leaves 0 to 1")
      if let found {
        try hold(range.contains(found.x), "\(found.x) is outside the range")
        try hold(
          !(0...1).contains(curve.rating(found.x)), "\(curve) at \(found.x) is \(curve.rating(found.x))")
      }
    }
  }

  private static func draw(_ chance: inout SplitMix, depth: Int) -> Curve {
    func rating() -> Double { chance.unit() * 1.1 - 0.04 }
    func points(_ count: Int) -> [Curve.Point] {
      (0..<count).map { Curve.Point(Double($0) * 30 + chance.unit() * 29, rating()) }
    }
    switch chance.index(below: depth > 0 ? 6 : 5) {
    case 0:
      let ends = points(2)
      return .linear(from: ends[0], to: ends[1])
    case 1: return .step(below: rating(), steps: points(3))
    case 2: return .piecewise(points(4))
    case 3: return .exponential(base: 0.5 + chance.unit() * 30, zeroAt: 90 * chance.unit(), oneAt: 100)
    case 4:
      return .logistic(
        height: 1.3 * chance.unit(), midpoint: 100 * chance.unit(), steepness: chance.unit() - 0.5)
    default:
      return .pieces(
        [.init(upTo: 50, draw(&chance, depth: depth - 1))], last: draw(&chance, depth: depth - 1))
    }
  }
}
