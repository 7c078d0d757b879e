/// The program's version; the language has its own (`imgflow 1`).
package let imgflowVersion = "0.1.0"
