"""Controlled words about conduct and its setting: codes are data, labels are what people read. They describe conduct, never a person."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How a report reached the organisation."""

    WEB = "web", "This site"
    HOTLINE = "hotline", "Telephone"
    IN_PERSON = "in_person", "In person"
    MANAGER = "manager", "Through a manager"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    THIRD_PARTY = "third_party", "Somebody outside"
    AGENCY = "agency", "An authority"
    EXIT_INTERVIEW = "exit_interview", "Exit interview"


class Mode(TextChoices):
    """How far the reporter’s name goes."""

    NAMED = "named", "With my name"
    CONFIDENTIAL = "confidential", "With my name, for intake alone"
    ANONYMOUS = "anonymous", "Without my name"


class Conduct(TextChoices):
    """What was done, told by behaviour and effect and not by touch or force."""

    SEXUAL_REMARK = "verbal.sexual_remark", "Sexual remark"
    BODY_COMMENT = "verbal.body_comment", "Comment on somebody’s body"
    JOKE = "verbal.joke", "Offensive joke"
    PRIVATE_QUESTION = "verbal.private_life_question", "Question about private life"
    REPEATED_INVITATION = "verbal.repeated_invitation", "Repeated invitation after a refusal"
    SLUR = "verbal.slur", "Slur"
    THREAT = "verbal.threat", "Threat"
    MESSAGE = "digital.message", "Unwanted message"
    UNSOLICITED_IMAGE = "digital.unsolicited_image", "Unasked-for image"
    IMAGE_SHARING = "digital.image_sharing", "Sharing somebody’s image"
    RECORDING = "digital.recording", "Recording somebody without their knowledge"
    SYNTHETIC_IMAGE = "digital.synthetic_image", "A made-up image of somebody"
    SOCIAL_POST = "digital.social_media", "Post on social media"
    DISPLAY = "visual.display", "Offensive display"
    STARING = "visual.staring", "Staring or gesture"
    BLOCKING = "noncontact.blocking", "Blocking, following or cornering"
    PROXIMITY = "noncontact.proximity", "Standing too close"
    EXPOSURE = "noncontact.exposure", "Exposure"
    MASSAGE_SHOULDER = "contact.massage_shoulder", "Massaging or touching shoulders"
    HUG = "contact.hug", "Unwanted hug or kiss"
    HAIR_CLOTHING = "contact.hair_clothing", "Touching hair or clothing"
    BRUSHING = "contact.brushing", "Brushing against somebody"
    INTIMATE_AREA = "contact.intimate_area", "Touching an intimate area"
    QUID_PRO_QUO = "coercive.quid_pro_quo", "Something at work in return for a favour"
    IMPLIED_THREAT = "coercive.implied_threat", "Hint at a bad result"
    STALKING = "stalking", "Stalking"
    ASSAULT = "assault", "Assault"
    RETALIATION = "retaliation", "Retaliation"
    BULLYING = "bullying", "Bullying"
    DISCRIMINATION = "discrimination", "Discrimination"
    RELATIONSHIP = "relationship_nondisclosure", "Undisclosed relationship"
    RESOURCE_MISUSE = "resource_misuse", "Misuse of working time or equipment"
    MGMT_FAILURE = "mgmt_failure_to_act", "A manager knew and did not act"
    AGREEMENT_BREACH = "agreement_breach", "Breach of an agreement or measure"
    INTERFERENCE = "interference", "Interference with evidence or a witness"
    FALSE_REPORT = "knowingly_false_report", "A report known to be false"
    OTHER = "other", "Something else"


class Setting(TextChoices):
    """Where and in what circumstances it happened: safeguards attach to settings."""

    SHARED_OFFICE = "shared_office", "Shared office"
    CLOSED_DOOR = "closed_door", "Behind a closed door"
    MEETING = "meeting", "Meeting"
    ONE_TO_ONE = "one_to_one", "One-to-one"
    APPRAISAL = "appraisal_interview", "Appraisal or interview"
    CLIENT_SITE = "client_site", "Client site"
    FIELD_ISOLATED = "field_isolated", "Field work, alone"
    NIGHT_SHIFT = "night_shift", "Night shift"
    VEHICLE = "vehicle", "Vehicle"
    TRAVEL = "travel", "Business travel"
    HOTEL = "hotel", "Hotel"
    CONFERENCE = "conference", "Conference"
    SOCIAL_EVENT = "social_event", "Social event"
    ALCOHOL = "alcohol_present", "Alcohol present"
    AFTER_HOURS = "after_hours", "After hours"
    CHANGING_AREA = "changing_rest_area", "Changing or rest area"
    REMOTE_CALL = "remote_call", "Remote call"
    CHAT = "chat_dm", "Chat or direct message"
    EMAIL = "email", "E-mail"
    SOCIAL_MEDIA = "social_media", "Social media"
    OFF_DUTY = "off_duty_with_nexus", "Off duty, with a link to work"


class PowerRelation(TextChoices):
    """What power the respondent had over the person affected, on the day."""

    DIRECT_MANAGER = "direct_manager", "Direct manager"
    SKIP_LEVEL = "skip_level", "Manager’s manager"
    SENIOR_OTHER = "senior_other", "Senior, other line"
    PEER = "peer", "Colleague"
    SUBORDINATE = "subordinate", "Reports to the person affected"
    CLIENT = "client", "Client"
    CONTRACTOR = "contractor", "Contractor"
    MENTOR = "mentor_trainer", "Mentor or trainer"
    GATEKEEPER = "gatekeeper", "Decides on pay, shifts, visa or references"
    NONE_KNOWN = "none_known", "None known"


class Priority(TextChoices):
    """How soon the situation needs attention."""

    P1 = "P1", "P1: within 4 hours"
    P2 = "P2", "P2: within 1 working day"
    P3 = "P3", "P3: within 3 working days"
    P4 = "P4", "P4: within 5 working days"


class TriageFlag(TextChoices):
    """What about the situation, not about a person, asks for speed or care."""

    IMMEDIATE_DANGER = "immediate_danger", "Immediate danger"
    WEAPON_THREAT = "weapon_threat", "A weapon, or a threat of violence"
    ONGOING_CONTACT = "ongoing_contact", "The people still meet at work"
    SELF_HARM = "self_harm", "Risk of self-harm"
    MINOR_OR_VULNERABLE = "minor_or_vulnerable", "A minor or vulnerable person"
    SUSPECTED_CRIME = "suspected_crime", "A crime may have been committed"
    EVIDENCE_LOSS = "evidence_loss", "Evidence may be lost"
    RETALIATION_STARTED = "retaliation_started", "Retaliation may have started"
    PUBLIC_EXPOSURE = "public_exposure", "It is in public, or may soon be"
    GATEKEEPER = "executive_or_gatekeeper", "The respondent is an executive or gatekeeper"


class Nexus(TextChoices):
    """What links a report to work: the question that triage answers."""

    PLACE = "place", "It happened at a place of work, or on the way for work"
    TIME = "time", "It happened in working time, or at an event of the organisation"
    COLLEAGUES = "colleagues", "Colleagues are involved"
    CLIENTS = "clients", "Clients, applicants or contractors are involved"
    SYSTEMS = "systems", "The organisation’s systems or equipment were used"
    OFF_DUTY = "off_duty", "Off duty, with an effect at work"
    NOT_CLEAR = "not_clear", "Not clear yet"
    NONE_FOUND = "none_found", "No link to work found so far"


class Category(TextChoices):
    """What a report may be about: a guess of triage, settled when a case is opened."""

    HARASSMENT = "harassment", "Harassment"
    DISCRIMINATION = "discrimination", "Discrimination"
    RETALIATION = "retaliation", "Retaliation"
    BULLYING = "bullying", "Bullying"
    CONDUCT = "conduct", "Other conduct"
    AGREEMENT_BREACH = "agreement_breach", "Breach of an agreement"
    MGMT_FAILURE = "mgmt_failure_to_act", "A manager’s failure to act"


class PromptKind(TextChoices):
    """What the situation asks intake to weigh at once."""

    MEASURES = "measures", "Consider interim measures now"
    PRESERVATION = "preservation", "Secure what may be lost"
    DUTY = "duty", "Weigh the duty to look into it: the reporter withdrew"


# What each flag means, so that two people choose alike.
MEANINGS: dict[str, str] = {
    TriageFlag.IMMEDIATE_DANGER: "Somebody may be hurt today or on the next working day.",
    TriageFlag.WEAPON_THREAT: "A weapon was shown or spoken of, or violence was announced.",
    TriageFlag.ONGOING_CONTACT: "They work side by side, share shifts or travel, or one decides over the other.",
    TriageFlag.SELF_HARM: "Somebody speaks of harming themselves, or others fear that they might.",
    TriageFlag.MINOR_OR_VULNERABLE: "Somebody affected is under age, or depends on others in a special way.",
    TriageFlag.SUSPECTED_CRIME: "What is told may be an offence; an authority may have to know.",
    TriageFlag.EVIDENCE_LOSS: "Recordings, messages or devices may be overwritten, wiped or returned soon.",
    TriageFlag.RETALIATION_STARTED: "Somebody was treated worse since they spoke up.",
    TriageFlag.PUBLIC_EXPOSURE: "Press, social media or many colleagues know, or will soon.",
    TriageFlag.GATEKEEPER: "The respondent leads the organisation, or decides on pay, shifts, visas or references.",
}
# Which flags ask for something to be weighed at once.
PROMPTED: dict[str, PromptKind] = {
    TriageFlag.IMMEDIATE_DANGER: PromptKind.MEASURES,
    TriageFlag.WEAPON_THREAT: PromptKind.MEASURES,
    TriageFlag.ONGOING_CONTACT: PromptKind.MEASURES,
    TriageFlag.EVIDENCE_LOSS: PromptKind.PRESERVATION,
}


class DeclineCode(TextChoices):
    """Why a report does not become a case. “No action was asked for” is not among the reasons: an employer on notice has a duty."""

    NO_NEXUS = "no_nexus", "No link to work"
    NOT_CONDUCT = "not_conduct", "Not about conduct under a policy"
    INSUFFICIENT = "insufficient_after_followup", "Not enough to go on, after asking"
    OTHER_BODY = "other_body", "Another body is responsible"


class Certainty(TextChoices):
    """How sure the reporter is of a date."""

    EXACT = "exact", "Exact"
    ABOUT = "about", "About then"
    NOT_SURE = "not_sure", "Not sure"
