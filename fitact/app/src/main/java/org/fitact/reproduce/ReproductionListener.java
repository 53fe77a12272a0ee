package org.fitact.reproduce;

import java.util.List;
import org.fitact.campaign.CampaignListener;
import org.fitact.nn.train.TrainingListener;
import org.fitact.study.Hardening;

/** Is told how a reproduction goes on. */
public interface ReproductionListener {

    /** A stage ends, and another one begins: {@code train vgg16-cifar10}. */
    void stage(String name);

    /** Something that the user should know, in one line. */
    void note(String text);

    TrainingListener training(int epochs);

    Hardening.Listener hardening(List<String> schemes);

    CampaignListener campaign();
}
