using Xunit.Sdk;
using Xunit.v3;

// OpenTelemetry collects meters by name from the whole process, so concurrent services would count each other's work.
[assembly: Parallelization(Mode = ParallelMode.None)]
