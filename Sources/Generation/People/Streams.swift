import TandemChance

/// The streams of chance of one person. Each topic has a stream of its own, keyed by seed, kind of person,
/// number and topic, so that a person depends on nothing but their number and the seed: not on how many
/// others there are, on threads, or on how many draws another topic took.
struct Streams {
  /// Whose streams they are.
  enum Kind: UInt64 {
    case recipient = 1
    case donor = 2
    case centre = 3
  }

  /// What is drawn.
  enum Topic: UInt64 {
    case body = 1
    case listing
    case genes
    case typing
    case antibodies
    case health
    case comorbidities
    case consents
    case blanks
    case islets
    case stemCells
    case place
  }

  private let seed: UInt64
  private let kind: Kind
  private let number: UInt64

  init(seed: UInt64, _ kind: Kind, _ number: Int) {
    self.seed = seed
    self.kind = kind
    self.number = UInt64(number)
  }

  /// The stream of a topic, from its beginning.
  subscript(topic: Topic) -> SplitMix { SplitMix(seed: seed, key: kind.rawValue, number, topic.rawValue) }
}
