import Files
import Projects

/// `cph lib init`: the files of a new project. What is there already stays as it is.
public struct ProjectTemplate {
    /// The library's name: lower-case words with `-` between them.
    public let name: String

    /// Prepares a project of that name.
    ///
    /// - Throws: `ProjectError` when a library cannot be called that.
    public init(name: String) throws {
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        guard isPlain, let first = name.first, first.isLetter else {
            throw ProjectError(
                "\(name.isEmpty ? "the empty text" : name) is no name of a library: small letters, digits and -, such as "
                    + "company-fleets")
        }
        self.name = name
    }

    /// The module's name in Lua, where `-` is no part of a name.
    private var module: String { String(name.map { $0 == "-" ? "_" : $0 }) }

    /// Writes the files into `folder`, and says of each whether it is new.
    public func write(to folder: String, say: (String) -> Void) throws {
        if let root = Project.root(from: folder), Files.real(folder) == root {
            throw ProjectError("\(folder) is a project already: it has \(Project.fileName)")
        }
        let rockspecs = try Files.names(in: folder).filter { $0.hasSuffix(".rockspec") }
        for (path, text) in files where !(path.hasSuffix(".rockspec") && !rockspecs.isEmpty) {
            if Files.exists("\(folder)/\(path)") {
                say("\(path) is there already, and stays as it is")
            } else {
                try Files.create("\(folder)/\(path)", Array(text.utf8), makesFolders: true)
                say(path)
            }
        }
        say("next: cph --emulator scripts/\(name).lua · cph test · cph types")
    }

    /// The texts by path. The project file comes last, so that the folder becomes a project when it is complete.
    var files: [(path: String, text: String)] {
        [
            ("\(name)-dev-1.rockspec", rockspec), (".luarc.json", editor), ("lib/\(module)/init.lua", library),
            ("spec/\(module)_spec.lua", spec), ("scripts/\(name).lua", script), (Project.fileName, settings),
        ]
    }

    private var rockspec: String {
        """
        rockspec_format = "3.0"
        package = "\(name)"
        version = "dev-1"
        source = { url = "git+file:///dev/null" } -- rocks are packed by: cph lib publish
        description = { summary = "Fleets as our team builds them" }
        dependencies = { "lua >= 5.4" }
        build = { type = "builtin" } -- all modules below lib/

        """
    }

    private var settings: String {
        """
        -- Settings of this project: plain data.
        return {
          -- Where libraries come from: folders, file:// or https:// addresses.
          servers = {},
          -- What libraries may do beyond planning and reading. Operations that change something, files:read, files:write:
          -- grants = { ["company-fleets"] = { "files:write" } },
          grants = {},
          -- With true, the modules of lib/ may read globals that nobody has declared, as installed libraries may:
          lenient_lib = false,
        }

        """
    }

    private var editor: String {
        """
        {
          "runtime.version": "Lua 5.4",
          "runtime.path": ["lib/?.lua", "lib/?/init.lua", "lua_modules/share/lua/5.4/?.lua", "lua_modules/share/lua/5.4/?/init.lua"],
          "workspace.library": ["types", "lua_modules"],
          "workspace.checkThirdParty": false,
          "diagnostics.globals": ["cph", "describe", "it", "before_each", "after_each"]
        }

        """
    }

    private var library: String {
        """
        --- Fleets as our team builds them. Libraries plan; scripts buy.
        local \(module) = {}

        --- As many servers in each subnet.
        ---@param fleet { name: string, subnets: string[], count: integer }
        ---@return cph.Plan
        function \(module).plan(fleet)
          local plan = cph.plan(fleet.name)
          for index, subnet in ipairs(fleet.subnets) do
            plan:add {
              server_name = ("%s-%d"):format(fleet.name, index),
              server_model_name = "physical.rx2.32xlarge.4",
              keypair_name = "KeyPair-ops",
              count = fleet.count,
              nics = { cph.nic(subnet) },
              order_param = cph.order.months(1), -- is_auto_pay = 0: nothing is paid yet
              public_ip = cph.public_ip.none(),
            }
          end
          return plan
        end

        return \(module)

        """
    }

    private var spec: String {
        """
        local \(module) = require "\(module)"

        describe("\(module).plan", function()
          local fleet = { name = "game", subnets = { "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, count = 25 }

          it("splits 25 servers into calls of 10, 10 and 5", function()
            local counts = {}
            for _, call in ipairs(\(module).plan(fleet):calls()) do
              counts[#counts + 1] = call.count
            end
            assert.same({ 10, 10, 5 }, counts)
          end)

          it("has nothing to complain about", function()
            assert.same({}, \(module).plan(fleet):validate())
          end)
        end)

        """
    }

    private var script: String {
        """
        #!/usr/bin/env -S cph run
        --- Buys the fleet that lib/\(module)/init.lua plans.
        local \(module) = require "\(module)"

        local plan = \(module).plan { name = "game", subnets = { "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, count = 25 }
        plan:show(io.stderr)
        return plan:apply().server_ids

        """
    }
}
