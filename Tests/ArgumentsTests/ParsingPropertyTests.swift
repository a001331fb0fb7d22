import TandemArguments
import TandemChance
import TestSupport
import Testing

/// What holds for any command line.
struct ParsingPropertyTests {
  private static let vocabulary = [
    "bake", "oven", "cold", "stove", "--", "-", "-h", "--help", "--loaves", "--loaves=", "--loaves=3",
    "--quiet",
    "--quiet=1", "--recipe", "--recipe=a", "--seeds", "rye", "rye,,oak", "--shift", "-5", "-5e", "=", "--=",
    "---",
    "", "\u{0}", "é", "👩‍🔬", "--é=é", "99999999999999999999", "--version",
  ]

  @Test func `any words are either a call or mistakes that can be told`() {
    withEvery(20_000) { chance in
      let count = chance.index(below: 8)
      let words = (0..<count).map { _ in
        ParsingPropertyTests.vocabulary[chance.index(below: ParsingPropertyTests.vocabulary.count)]
      }
      do {
        if case .run(let command, let arguments) = try Bakery.all.parse(words) {
          try hold(arguments.path.last == command.name, "\(words)")
        }
      } catch let misuse as Misuse {
        try hold(!misuse.mistakes.isEmpty && misuse.description.hasSuffix("--help'."), "\(words)")
      }
    }
  }

  @Test func `right values come back however they are spelt and in whatever order they stand`() {
    withEvery(2_000) { chance in
      let loaves = 1 + chance.index(below: 500)
      let shift = chance.index(below: 101) - 50
      let salt = chance.unit() * 0.0999
      let seed = chance.next()
      let grain = Bakery.Grain.allCases[chance.index(below: 3)]
      let recipes = (0...chance.index(below: 3)).map { "r\($0) \(chance.index(below: 9))" }
      var options = [
        ("--loaves", "\(loaves)"), ("--shift", "\(shift)"), ("--salt", "\(salt)"), ("--seed", "\(seed)"),
        ("--grain", grain.rawValue),
      ]
      options.shuffle(using: &chance)
      for recipe in recipes { options.append(("--recipe", recipe)) }
      var words = ["bake"]
      let place = chance.index(below: options.count)
      for (index, option) in options.enumerated() {
        if index == place { words.append("stove") }
        words += chance.flip(0.5) ? ["\(option.0)=\(option.1)"] : [option.0, option.1]
      }
      guard case .run(_, let arguments) = try Bakery.all.parse(words) else {
        throw Broken("no run: \(words)")
      }
      try hold(arguments[Bakery.loaves] == loaves, "\(words)")
      try hold(arguments[Bakery.shift] == shift, "\(words)")
      try hold(arguments[Bakery.salt] == salt, "\(words)")
      try hold(arguments[Bakery.seed] == seed, "\(words)")
      try hold(arguments[Bakery.grain] == grain, "\(words)")
      try hold(arguments[Bakery.recipe] == recipes, "\(words)")
      try hold(arguments[Bakery.oven] == "stove", "\(words)")
    }
  }
}
