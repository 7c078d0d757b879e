/// How what is reported of a program looks.
package struct ReportStyle: Sendable {
    /// Events and reports are JSON on standard output.
    package var isJSON = false
    /// Nothing is said but errors.
    package var isQuiet = false
    /// Each saved image is shown small.
    package var previews = false
    /// Each request is shown.
    package var traces = false

    package init() {}
}
