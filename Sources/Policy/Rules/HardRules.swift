/// The rules that a policy may set, in the order in which explanations list them.
///
/// To add one: write a file beside this with a type that conforms to `HardRule`, add it here, and test it.
public enum HardRules {
  /// All of them.
  public static let all: [any HardRule.Type] = [
    StatusRule.self, ConsentRule.self, RecipientWindow.self, ExtraDonorWindow.self, CrossmatchRule.self,
    HLALimits.self, SerologyRule.self, DistanceRule.self, PairLists.self,
  ]
}
