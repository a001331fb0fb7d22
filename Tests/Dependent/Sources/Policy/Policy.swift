/// A room of the dependent package that has nothing to do with ours.
public enum PolicyOfOthers {}
