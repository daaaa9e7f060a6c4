using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A small application for tests to end: each part says when it is asked to, and one does not obey.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [], DisableDashboard = true });
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(args is [var seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 4));

var first = AddPart("first", "echo leaving; exit 0");
var parent = AddPart("parent", "echo leaving; exit 0", "sleep 300 & echo grandchild $!;").WaitForStart(first);
AddPart("stubborn", "echo staying").WaitForStart(parent);

await builder.Build().RunAsync();

IResourceBuilder<ExecutableResource> AddPart(string name, string whenAsked, string atStart = "") =>
    builder.AddExecutable(name, "sh", ".", "-c", $"trap '{whenAsked}' TERM; {atStart} while :; do sleep 0.1; done");
