import TandemChance

/// The streams of chance of a simulated programme.
///
/// Each draw has a stream of its own, keyed by replicate, topic, whom it concerns and how often it happened
/// to them before. So a donor comes on the same day, a person dies at the same point of their life and a
/// centre answers the same offer in the same way whatever the policy (common random numbers), and no draw
/// depends on how many others were made.
struct Chances: Sendable {
  enum Topic: UInt64 {
    case donorTimes = 101
    case recipientTimes
    case startStatus
    case suspensions
    case sensitisations
    case ineligible
    case leaving
    case death
    case answers
    case islets
    case stemCells
    case independence
    case lossOfIndependence
    case failure
    case chimerism
    case gvhd
    case relisting
  }

  let seed: UInt64
  let replicate: Int

  /// The stream of a topic for somebody (`number`), the `time`th time.
  func stream(_ topic: Topic, _ number: Int = 0, time: Int = 0) -> SplitMix {
    SplitMix(
      seed: seed, key: UInt64(replicate), topic.rawValue, UInt64(truncatingIfNeeded: number), UInt64(time))
  }

  /// The first number of a stream.
  func unit(_ topic: Topic, _ number: Int, time: Int = 0) -> Double {
    var stream = stream(topic, number, time: time)
    return stream.unit()
  }

  /// The first waiting time of a stream at a rate of one.
  func exponential(_ topic: Topic, _ number: Int, time: Int = 0) -> Double {
    var stream = stream(topic, number, time: time)
    return stream.exponential()
  }
}
