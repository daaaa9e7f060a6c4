using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Shows what the resources write, each line under its resource's name; in colour on a terminal.</summary>
internal sealed class ResourceConsole(DistributedApplicationModel model, ResourceLoggerService logs)
{
    private static readonly int[] Colours = [36, 33, 35, 32, 34, 96, 93, 95];
    private static readonly bool InColour =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A line of the resource's own.</summary>
    public void Write(IResource resource, string line, bool isError)
    {
        logs.Add(resource, line, isError);
        Console.WriteLine($"{Prefix(resource)}{line}");
    }

    /// <summary>A line about the resource.</summary>
    public void Say(IResource resource, string line) =>
        Console.WriteLine(InColour ? $"{Prefix(resource)}\e[2m{line}\e[0m" : $"{Prefix(resource)}{line}");

    private string Prefix(IResource resource)
    {
        var shown = model.Resources.Where(r => r is ProjectResource or ExecutableResource or ContainerResource).ToArray();
        var name = resource.Name.PadRight(shown.Max(r => r.Name.Length));
        return InColour ? $"\e[{Colours[Array.IndexOf(shown, resource) % Colours.Length]}m{name} |\e[0m " : $"{name} | ";
    }
}
