import CPHModel
import Ledger
import Schema
import Stdlib
import TestSupport
import Testing

@testable import cph

/// What `cph doc` finds by the names that stand in messages, settings and command lines.
@Suite(.ownThreads)
struct DocTopicTests {
    private static let topics = [
        ("--allow-spend", "Servers this run may buy without asking; others are asked about."),
        ("-e", "Run this before the script"),
        ("-v", "Say on standard error where each module came from."), ("CPH_LEDGER", "As the option `--ledger`."),
        ("CPH_LEASE", "a duration from 1s to 1h"),
        ("HUAWEICLOUD_SDK_AK", "The access key"), ("HW_ASSUME_ROLE_AGENCY_NAME", "as `--assume` does"),
        ("cph.lock", "SHA-256"), ("credentials", "HW_ACCESS_KEY"),
        ("~/.huaweicloud/credentials", "--profile"), ("cph.project.lua", "settings"), ("in_doubt", "exit code 20"),
        ("in doubt", "exit code 20"), ("denied", "Exit code 3"), ("no_effect", "warning"),
        ("20", "in doubt"), ("CPS.0006", "CPS.0006"), ("rockspec", "LuaRocks"), ("ledger", "cph ledger"),
        ("hash", "--approve HASH"), ("server_name", "CreateServer.server_name"), ("guides", "guide first-purchase"),
    ]

    @Test func `what stands in messages, settings and command lines is found`() throws {
        let lookup = try lookup()
        for (topic, words) in Self.topics {
            let answer = lookup.answer(to: [topic])
            #expect(answer.errors.isEmpty && answer.pages.first?.text.contains(words) == true, "\(topic): \(answer)")
        }
    }

    /// What the command asks. Making it takes a second in a debug build.
    private func lookup() throws -> DocLookup { DocLookup(try Manual(.embedded).reference) }

    @Test func `every option, variable, state and kind of error has a page that says something`() throws {
        let reference = try Manual(.embedded).reference
        for command in CommandDescription.root.all {
            for option in command.options where !option.isArgument {
                #expect(reference[option.long ?? ""]?.doc.isEmpty == false, "\(command.path) \(option.name)")
            }
        }
        for variable in CPHVariable.allCases {
            let isOption = variable.words.contains("As the option `--")
            #expect(isOption == (variable.wordsWithoutOption == nil), "\(variable.rawValue): \(variable.words)")
            #expect(reference[variable.rawValue] != nil)
        }
        for name in PurchaseState.allCases.map(\.rawValue) + CPHError.Kind.allCases.map(\.rawValue)
            + Problem.Code.allCases.map(\.rawValue)
        {
            #expect(reference[name] != nil, "\(name)")
        }
    }

    @Test func `several names are shown one after the other, and what is nothing is said`() throws {
        let two = try Command.cph("doc", "cph.order.months", "ledger", "list").output
        let first = try Command.cph("doc", "cph.order.months").output
        #expect(try two == first + "\n" + Command.cph("doc", "ledger", "list").output)
        let options = try Command.cph("doc", "--allow-spend", "CPH_LEDGER")
        #expect(
            options.status == 0 && options.output.hasPrefix("--allow-spend <n>\n")
                && options.output.contains("\n\nCPH_LEDGER\n"))
        let half = try Command.cph("doc", "CPH_LEDGER", "cph.odrer")
        #expect(half.status == 2 && half.output.hasPrefix("CPH_LEDGER\n"))
        #expect(half.error == "cph doc: nothing is called cph.odrer; did you mean cph.order?\n")
    }

    @Test(arguments: [["--allow-spend"], ["-e"], ["--quiet"], ["CPH_LEDGER", "--markdown"], ["--region", "--proxy"]])
    func `cph help shows an option as cph doc does`(names: [String]) throws {
        let outcome = try Command.start(["help"] + names).wait()
        let page = try Command.start(["doc", "--"] + names).wait()
        #expect(outcome.status == 0 && outcome.output == page.output)
    }

    private static let lastParts = [
        ("list_subnets", "cph.api.list_subnets("), ("create_cloud_phone_single_server", "cph.api.create_cloud_phone_"),
        ("0006", "CPS.0006"), ("gsub", "string.gsub("), ("resume", ":resume"), ("pay", "cph ledger pay"),
        ("vendor", "cph lib vendor"), ("apply", "cph.apply("),
        // What is called so comes first, and a field of a request.
        ("count", "CreateServer.count"),
    ]

    @Test func `a last part that one name alone has is enough`() throws {
        let lookup = try lookup()
        for (part, words) in Self.lastParts {
            let answer = lookup.answer(to: [part])
            #expect(answer.errors.isEmpty && answer.pages.first?.text.contains(words) == true, "\(part): \(answer)")
        }
    }

    @Test func `a last part that several names have is an error with all of them`() throws {
        let outcome = try Command.cph("doc", "list")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(
            outcome.error
                == "cph doc: several are called list: cph ledger list, cph lib list, cph.ledger.list, cph.servers.list\n"
        )
        // The ending of a file is no last part.
        #expect(try Command.cph("doc", "lua").error.hasPrefix("cph doc: nothing is called lua"))
    }

    @Test func `a search lists pages, the best first, and says what it leaves out`() throws {
        let subnet = try Command.cph("doc", "--search", "subnet")
        #expect(subnet.status == 0)
        #expect(
            subnet.output.split(separator: "\n").prefix(3).contains { $0.contains("list_subnets") }, "\(subnet.output)")
        let narrow = try Command.cph("doc", "--search", "list", "subnet").output
        #expect(narrow.hasPrefix("cph.api.list_subnets "))
        #expect(try Command.cph("doc", "--search", "list subnet").output == narrow)
        #expect(try Command.cph("doc", "--search", "terraform").output.contains("guide from-terraform"))
        #expect(try Command.cph("doc", "--search", "HUAWEICLOUD_SDK_AK").output.contains("guide credentials"))
        let many = try Command.cph("doc", "--search", "server")
        #expect(
            many.output.split(separator: "\n").count == 30
                && many.error.hasSuffix(" more; another word makes it fewer\n"))
        let none = try Command.cph("doc", "--search", "zzzz")
        #expect(none.status == 2 && none.error.hasPrefix("cph doc: nothing has to do with \"zzzz\""))
        let field = try Command.cph("doc", "region")
        #expect(field.status == 0 && field.error.hasPrefix("cph doc: region is a field; see also --region"), "\(field)")
        let mentioned = try Command.cph("doc", "PostgreSQL")
        #expect(
            mentioned.status == 2
                && mentioned.error.contains("nothing is called PostgreSQL; this has to do with it:\n  "))
    }

    @Test func `guides are listed and shown, as Markdown and on the site too`() throws {
        let list = try Command.cph("doc", "guide").output
        let lookup = try lookup()
        let folder = try TemporaryFolder()
        #expect(try Command.cph("doc", "--html", folder.path).status == 0)
        for (name, text) in EmbeddedTexts.all.guides {
            #expect(list.contains("\n  guide \(name) "), "\(name)")
            #expect(lookup.answer(to: ["guide", name]).pages.map { $0.markdown() + "\n" } == [text])
            #expect(folder.text("guide-\(name).html")?.contains("<article id=\"guide-\(name)\">\n<h1>") == true)
        }
        #expect(folder.text("index.html")?.contains("guide-in-doubt.html") == true)
        #expect(try Command.cph("doc", "--markdown").output.contains("\n## What is in doubt, and what to do\n"))
        #expect(try Command.cph("doc", "guide", "team").output.hasPrefix("A team with one ledger\n  On one machine"))
    }

    @Test func `what excludes each other is said`() throws {
        for words in [
            ["--html", "x", "--man", "y"], ["--man", "x", "CreateServer"], ["--search", "x", "--markdown"],
        ] {
            #expect(try Command.start(["doc"] + words).wait().status == 2, "\(words)")
        }
    }
}
