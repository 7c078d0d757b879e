import GRDB

/// The ledger's tables, and how older ones become these. A migration that was shipped is never
/// changed: another is added.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "run") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("started", .text).notNull()
                table.column("ended", .text)
                // The file's name, `-c`, or `standard input`.
                table.column("program", .text).notNull()
                table.column("folder", .text).notNull()
                table.column("origin", .text).notNull()
                table.column("exitCode", .integer)
            }
            try database.create(table: "call") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("run", .integer).notNull().references("run", onDelete: .cascade)
                table.column("time", .text).notNull().indexed()
                table.column("verb", .text).notNull()
                table.column("line", .integer).notNull()
                table.column("stage", .text).notNull()
                table.column("model", .text).notNull()
                table.column("region", .text).notNull()
                table.column("origin", .text).notNull()
                table.column("outcome", .text).notNull()
                // Millionths of a dollar.
                table.column("price", .integer).notNull()
                table.column("milliseconds", .integer)
                table.column("requestID", .text)
                table.column("seed", .integer)
                table.column("request", .text)
                // Hex SHA-256: the answer's key, the images that went in, the one that came.
                table.column("key", .text).notNull().indexed()
                table.column("inputs", .text).notNull()
                table.column("output", .text).indexed()
                table.column("error", .text)
            }
            try database.create(table: "file") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("run", .integer).notNull().references("run", onDelete: .cascade)
                table.column("time", .text).notNull()
                // Absolute, links followed.
                table.column("path", .text).notNull().indexed()
                table.column("hash", .text).notNull().indexed()
                // Where its images came from; `local` where no model had a part in it.
                table.column("origin", .text).notNull()
                table.column("width", .integer).notNull()
                table.column("height", .integer).notNull()
                table.column("made", .text)
                table.column("recipe", .text)
                // Keys of the calls that led to it, in order, separated by spaces.
                table.column("calls", .text).notNull()
            }
        }
        migrator.registerMigration("indexes") { database in
            try database.create(indexOn: "call", columns: ["run"])
            try database.create(indexOn: "call", columns: ["model", "origin"])
            try database.create(indexOn: "file", columns: ["run"])
        }
        migrator.registerMigration("authors") { database in
            try database.alter(table: "run") { table in
                // `Author.id`; of older runs what `program` and `folder` tell.
                table.add(column: "author", .text)
            }
        }
        migrator.registerMigration("programs") { database in
            try database.create(indexOn: "run", columns: ["program"])
        }
        migrator.registerMigration("sayings") { database in
            try database.alter(table: "call") { table in
                table.add(column: "said", .text)
            }
        }
        return migrator
    }
}
