using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Tests.Attachments;

public sealed class VisionModelsTests
{
    [Theory]
    [InlineData("gpt-5-mini", true)]
    [InlineData("gpt-4o-mini", true)]
    [InlineData("openai/gpt-4.1", true)]
    [InlineData("ft:gpt-4o:team::id", true)]
    [InlineData("qwen2.5-vl-7b", true)]
    [InlineData("llama3.2-vision", true)]
    [InlineData("o3-mini", false)]
    [InlineData("gpt-3.5-turbo", false)]
    [InlineData("gpt-4-0613", false)]
    [InlineData("gpt-4", false)]
    [InlineData("llama3", false)]
    [InlineData("", false)]
    public void ModelsAcceptPicturesByTheirNames(string model, bool sees) => Assert.Equal(sees, With().AcceptsImages(model));

    [Fact]
    public void TheOperatorsSettingTakesPrecedence()
    {
        var models = With(new() { Name = "mine", Images = true }, new() { Name = "gpt-5-mini", Images = false }, new() { Name = "gpt-5" });

        Assert.Equal((true, false, true), (models.AcceptsImages("mine"), models.AcceptsImages("gpt-5-mini"), models.AcceptsImages("gpt-5")));
    }

    private static VisionModels With(params ListedModel[] listed)
    {
        var list = new ModelListOptions();
        foreach (var model in listed)
            list.Models.Add(model);
        return new(Options.Create(list));
    }
}
