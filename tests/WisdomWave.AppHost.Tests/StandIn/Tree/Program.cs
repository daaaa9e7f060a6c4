using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

// A small application for tests to end: each part says when it is asked to, and one does not obey.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });

var first = AddPart("first", "echo leaving; exit 0");
var parent = AddPart("parent", "echo leaving; exit 0", "sleep 300 & echo grandchild $!;").WaitForStart(first);
AddPart("stubborn", "echo staying").WaitForStart(parent);

await builder.Build().RunAsync();

IResourceBuilder<ExecutableResource> AddPart(string name, string whenAsked, string atStart = "") =>
    builder.AddExecutable(name, "sh", ".", "-c", $"trap '{whenAsked}' TERM; {atStart} while :; do sleep 0.1; done");
