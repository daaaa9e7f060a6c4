using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The section <c>Models</c>. The services check most of it; the app host checks keys, and addresses that may contain passwords.</summary>
internal static class ModelList
{
    public const string Section = "Models";

    public static void Check(IConfiguration configuration, List<string> problems)
    {
        foreach (var model in configuration.GetSection(Section).GetChildren())
        {
            if (EntryKey.IsGood(model.Key))
                ServerAddress.Read($"{model.Path}:BaseUrl", model["BaseUrl"], "https://api.openai.com/v1", problems);
            else
                problems.Add(EntryKey.Problem(Section, "0"));
        }
    }
}
