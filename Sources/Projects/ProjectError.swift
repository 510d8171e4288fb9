/// What is wrong with a project, its lock or its libraries: one or more lines, each with its place.
public struct ProjectError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Says it in one or more lines for people.
    public let description: String

    /// Makes an error of a text for people, which begins with the place.
    public init(_ description: String) { self.description = description }
}
