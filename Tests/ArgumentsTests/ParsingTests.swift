import TandemArguments
import Testing

/// What a right command line gives.
struct ParsingTests {
  @Test func `absent options have their defaults`() throws {
    let arguments = try Bakery.arguments("bake", "stove", "--recipe", "a.json")
    #expect(arguments[Bakery.loaves] == 12)
    #expect(arguments[Bakery.salt] == 0.02)
    #expect(arguments[Bakery.grain] == .rye)
    #expect(arguments[Bakery.seeds] == [.rye, .spelt])
    #expect(arguments[Bakery.shift] == nil)
    #expect(arguments[Bakery.seed] == 1)
    #expect(arguments[Bakery.quiet] == false)
    #expect(arguments[Bakery.log] == nil)
    #expect(arguments[Bakery.guests] == [])
  }

  @Test func `a value follows its option or an equals sign`() throws {
    let arguments = try Bakery.arguments("bake", "--loaves", "3", "--recipe=a=b.json", "--salt=0.05", "stove")
    #expect(arguments[Bakery.loaves] == 3)
    #expect(arguments[Bakery.recipe] == ["a=b.json"])
    #expect(arguments[Bakery.salt] == 0.05)
    #expect(arguments[Bakery.oven] == "stove")
  }

  @Test func `an option that may be repeated keeps the order of its values`() throws {
    let arguments = try Bakery.arguments("bake", "--recipe", "b", "stove", "--recipe", "a")
    #expect(arguments[Bakery.recipe] == ["b", "a"])
  }

  @Test func `a list is split at its separator and replaces the default`() throws {
    let arguments = try Bakery.arguments(
      "bake", "stove", "--recipe", "a", "--seeds", "wheat,rye", "--seeds=spelt")
    #expect(arguments[Bakery.seeds] == [.wheat, .rye, .spelt])
  }

  @Test(arguments: ["-5", "-50", "+7", "0"])
  func `a number may have a sign`(text: String) throws {
    let arguments = try Bakery.arguments("bake", "stove", "--recipe", "a", "--shift", text)
    #expect(arguments[Bakery.shift] == Int(text))
  }

  @Test func `after two dashes nothing is an option`() throws {
    let arguments = try Bakery.arguments("bake", "--recipe", "a", "--", "--quiet", "--help", "-x")
    #expect(arguments[Bakery.oven] == "--quiet")
    #expect(arguments[Bakery.guests] == ["--help", "-x"])
    #expect(!arguments[Bakery.quiet])
  }

  @Test func `a single dash and a negative number are arguments by place`() throws {
    let arguments = try Bakery.arguments("bake", "-", "-3.5", "--recipe", "-")
    #expect(arguments[Bakery.oven] == "-")
    #expect(arguments[Bakery.guests] == ["-3.5"])
    #expect(arguments[Bakery.recipe] == ["-"])
  }

  @Test func `an empty text is a value`() throws {
    let arguments = try Bakery.arguments("bake", "stove", "--recipe", "", "--log=")
    #expect(arguments[Bakery.recipe] == [""])
    #expect(arguments[Bakery.log] == "")
  }

  @Test func `a seed may use all 64 bits`() throws {
    let arguments = try Bakery.arguments("bake", "stove", "--recipe", "a", "--seed", "18446744073709551615")
    #expect(arguments[Bakery.seed] == .max)
  }

  @Test func `the environment stands behind the command line`() throws {
    let silent = try Bakery.arguments("bake", "o", "--recipe", "a", environment: ["BAKERY_SHIFT": "4"])
    #expect(silent[Bakery.shift] == 4)
    #expect(!silent.isGiven(Bakery.shift))
    let said = try Bakery.arguments(
      "bake", "o", "--recipe", "a", "--shift", "5", environment: ["BAKERY_SHIFT": "4"])
    #expect(said[Bakery.shift] == 5)
    #expect(said.isGiven(Bakery.shift))
  }

  @Test func `an empty variable is no variable`() throws {
    let arguments = try Bakery.arguments("bake", "o", "--recipe", "a", environment: ["BAKERY_SHIFT": ""])
    #expect(arguments[Bakery.shift] == nil)
  }

  @Test func `words lead to a sub-command`() throws {
    let arguments = try Bakery.arguments("oven", "cold", "--quiet")
    #expect(arguments.path == ["bakery", "oven", "cold"])
    #expect(arguments[Bakery.quiet])
  }

  @Test func `the program itself may have options`() throws {
    let arguments = try Bakery.arguments("--version")
    #expect(arguments.path == ["bakery"])
    #expect(arguments[Bakery.version])
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["--version", "-h"], ["oven", "--help"],
    ["bake", "--nonsense", "--loaves", "x", "-h"],
  ])
  func `help wins over everything`(words: [String]) throws {
    guard case .help(_, let path) = try Bakery.all.parse(words) else {
      Issue.record("no help")
      return
    }
    #expect(path == ["bakery"] + words.prefix { !$0.hasPrefix("-") })
  }
}
