/// What the prompt needs of the program around it: the account, the files, the editor.
public protocol PromptHost: AnyObject {
    /// What `:profile` shows: where calls go, as whom, what may be spent.
    var surroundings: String { get }
    /// Whether purchases are only shown.
    var isDryRun: Bool { get set }
    /// Lines typed before, oldest first.
    var history: [String] { get }
    /// Names of regions, for completion and `:profile`.
    var regions: [String] { get }
    /// Names of the profiles that there are credentials for.
    var profiles: [String] { get }
    /// Lets calls go to another account or region from now on; nil leaves either as it is.
    ///
    /// - Returns: Why that cannot be, for people; nothing has changed then.
    func use(profile: String?, region: String?) -> String?
    /// Shows or hides what is typed: between two lines the terminal may hide it, and it is shown while a script reads
    /// it.
    func showTyping(_ isShown: Bool)
    /// How wide the screen is, in columns; nil where there is none.
    var columns: Int? { get }
    /// Shows what the session prints, also from a job behind the prompt.
    func output(_ text: String)
    /// Lets a person edit `text`; nil when it was not changed or no editor could be run.
    func edit(_ text: String) -> String?
    /// Called before each line: what `purchases` tells counts from here.
    func beginLine()
    /// Waits, not for long, until what this line has sent is answered, and shows what it waits for; nil where all is answered.
    var pendingAnswers: (@Sendable () async -> Void)? { get }
    /// What became of the purchases since `beginLine`.
    var purchases: PromptPurchases { get }
}

/// The purchases of one line.
public struct PromptPurchases: Hashable, Sendable {
    /// How many were begun.
    public var count: Int
    /// What a person must know when the line did not reach its end; nil when nothing was sent.
    public var summary: String?
    /// What they came to, in servers: `2 bought, 8 were bought before`; nil when nothing is known to be bought.
    public var sum: String?

    /// Tells of `count` purchases; none unless said otherwise.
    public init(count: Int = 0, summary: String? = nil, sum: String? = nil) {
        (self.count, self.summary, self.sum) = (count, summary, sum)
    }
}
