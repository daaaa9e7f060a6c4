using Xunit.Sdk;
using Xunit.v3;

// OpenTelemetry collects a meter by its name from the whole process: services side by side would count each other's work.
[assembly: Parallelization(Mode = ParallelMode.None)]
