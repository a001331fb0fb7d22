import TandemArguments
import TandemTerminal

/// A small command tree with every kind of declaration, for the tests of this folder.
enum Bakery {
  enum Grain: String, Choice {
    case rye
    case wheat
    case spelt
  }

  static let oven = Positional<String>("OVEN", completes: .folder, help: "The oven's folder.")
  static let guests = Positional<[String]>("GUEST", help: "Who eats. Nobody is fine.")
  static let loaves = Option<Int>("loaves", value: "N", range: 1...500, default: 12, help: "How many loaves.")
  static let salt = Option<Double>(
    "salt", value: "SHARE", range: 0.0..<0.1, default: 0.02, help: "Salt as a fraction of the flour.")
  static let shift = Option<Int?>(
    "shift", value: "DEGREES", range: (-50)...50, otherwise: "as the recipe says",
    environment: "BAKERY_SHIFT",
    help:
      "Warmer or colder than the recipe by so many degrees. This sentence makes the help long enough to wrap."
  )
  static let grain = Option<Grain>(
    "grain", value: "GRAIN", default: .rye, help: "The flour's grain. Rye | wheat.")
  static let seeds = Option<[Grain]>(
    "seeds", value: "LIST", separator: ",", default: [.rye, .spelt], help: "What is strewn on top.")
  static let recipe = Option<[String]>(
    "recipe", value: "FILE", required: true, completes: .file(["json"]), help: "A recipe: one bake each.")
  static let log = Option<String?>(
    "log", value: "FILE", completes: .file, help: "Where the baker's notes go.")
  static let seed = Option<UInt64>("seed", value: "N", default: 1, help: "Where chance begins.")
  static let quiet = Option<Bool>("quiet", help: "Say nothing.")

  static let bake: Command = Command(
    "bake", "Bakes bread in one oven.",
    discussion: """
      The dough rises first. This takes as long as it takes, and a paragraph that is longer than a line is set \
      to the width of the page.

        indented lines   stay as they are
      """,
    takes: [
      oven, guests, recipe, loaves, grain,
      Group("Taste", [salt, seeds, shift]),
      Group(Group.common, [seed, quiet]), log,
    ],
    examples: [Example("bakery bake stove --recipe a.json", "Bakes twelve rye loaves.")],
    exits: [.no: "The bread is burnt.", .badData: "A recipe cannot be read."]
  ) { _, _ in .done }

  static let cold: Command = Command("cold", "Cools the oven.", takes: [quiet]) { _, _ in .done }
  static let ovens: Command = Command(
    "oven", "What ovens need.", subcommands: [cold, Command("heat", "Heats the oven.") { _, _ in .done }])

  static let version = Option<Bool>("version", help: "Print the version.")
  static let all: Command = Command(
    "bakery", "Bakes.", takes: [version], examples: [Example("bakery oven cold", "Cools the oven.")],
    subcommands: [bake, ovens]
  ) { _, _ in .done }

  /// The values of a command line that is right.
  static func arguments(
    _ line: String..., environment: [String: String] = [:]
  ) throws -> Arguments {
    guard case .run(_, let arguments) = try all.parse(line, environment: { environment[$0] }) else {
      throw NotARun()
    }
    return arguments
  }

  /// The mistakes of a command line that is wrong, as the user reads them.
  static func mistakes(_ line: String..., environment: [String: String] = [:]) -> [String] {
    do throws(Misuse) {
      _ = try all.parse(line, environment: { environment[$0] })
      return []
    } catch {
      return error.mistakes.map(\.description)
    }
  }

  struct NotARun: Error {}
}
